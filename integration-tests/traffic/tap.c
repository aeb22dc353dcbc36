// SPDX-License-Identifier: Apache-2.0
/*
 * tap: a virtual machine's network card without the machine. Makes a tap device in this namespace,
 * as a hypervisor does, and one named eth0 in the namespace that plays the guest, and carries frames
 * between the two until it is stopped. Both devices vanish with this process.
 */
#include "common.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define FRAME_MAX 65600

static int open_tap(const char *name)
{
	struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI};
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		fail("/dev/net/tun");
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	if (ioctl(fd, TUNSETIFF, &request) != 0)
		fail(name);
	return fd;
}

/* Carries what is queued; how many frames could not be delivered because the other side is down. */
static uint64_t carry(int from, int to)
{
	static char frame[FRAME_MAX];
	uint64_t dropped = 0;

	for (;;) {
		ssize_t n = read(from, frame, sizeof(frame));

		if (n <= 0)
			return dropped;
		if (write(to, frame, (size_t)n) != n)
			dropped++;
	}
}

int tap_carry(const struct options *opt)
{
	int host = open_tap(opt->bind), namespace = open(opt->to, O_RDONLY | O_CLOEXEC), guest;
	uint64_t end = now_ns() + (uint64_t)(opt->seconds * 1e9), dropped = 0;
	FILE *out;

	if (namespace < 0 || setns(namespace, CLONE_NEWNET) != 0)
		fail(opt->to);
	guest = open_tap("eth0");
	tell_ready(opt);
	while (now_ns() < end && !stop_asked(opt)) {
		struct pollfd wait[2] = {{.fd = host, .events = POLLIN},
					 {.fd = guest, .events = POLLIN}};

		if (poll(wait, 2, 100) < 0 && errno != EINTR)
			fail("poll");
		dropped += carry(host, guest) + carry(guest, host);
	}
	out = result_open(opt);
	fprintf(out, "{\"mode\":\"tap\",\"dropped\":%llu}\n", (unsigned long long)dropped);
	result_close(opt, out);
	return 0;
}
