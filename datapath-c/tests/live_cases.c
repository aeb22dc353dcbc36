// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The same roots attached to real devices: what BPF_PROG_TEST_RUN cannot show. Where a redirect
 * really leads, and frames which the kernel refuses to make for a test run.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"

/* newer than the UAPI headers of the oldest supported build host */
#define TCX_INGRESS 46
#define TCX_EGRESS  47

#define DEADLINE_MS 2000

static int must(const char *what, int result)
{
	if (result < 0) {
		perror(what);
		exit(2);
	}
	return result;
}

/* A process which holds another network namespace open; the endpoints' ends live in it. */
static pid_t other_namespace(void)
{
	int ready[2];
	char byte;
	pid_t pid;

	must("pipe", pipe(ready));
	pid = must("fork", fork());
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (unshare(CLONE_NEWNET) || write(ready[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	must("the other namespace", read(ready[0], &byte, 1) == 1 ? 0 : -1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

static int namespace_of(const char *who)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%s/ns/net", who);
	return must(path, open(path, O_RDONLY | O_CLOEXEC));
}

static int packet_socket(const char *device)
{
	struct sockaddr_ll at = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
	int fd = must("packet socket", socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)));

	at.sll_ifindex = if_nametoindex(device);
	must(device, bind(fd, (struct sockaddr *)&at, sizeof(at)));
	return fd;
}

static void emit(int fd, struct packet p)
{
	must("send a frame", send(fd, p.data, p.len, 0));
}

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* True once exactly this frame has come in at the socket's device. */
static int arrives(int fd, struct packet want)
{
	long until = now_ms() + DEADLINE_MS;
	uint8_t frame[FRAME_MAX];
	struct sockaddr_ll from;

	for (;;) {
		struct pollfd wait = {.fd = fd, .events = POLLIN};
		socklen_t len = sizeof(from);
		long left = until - now_ms();
		ssize_t n;

		if (left <= 0 || poll(&wait, 1, left) <= 0)
			return 0;
		n = recvfrom(fd, frame, sizeof(frame), 0, (struct sockaddr *)&from, &len);
		if (n == (ssize_t)want.len && from.sll_pkttype != PACKET_OUTGOING &&
		    !memcmp(frame, want.data, n))
			return 1;
	}
}

static int rises(int direction, int reason, uint64_t above)
{
	long until = now_ms() + DEADLINE_MS;

	while (drop_count(direction, reason) <= above)
		if (now_ms() > until)
			return 0;
	return 1;
}

/* Packets which the device has sent, from the namespace's own table. */
static unsigned long sent_by(const char *device)
{
	unsigned long sent = 0;
	char line[512], name[64];
	FILE *f = fopen("/proc/thread-self/net/dev", "r");

	while (f && fgets(line, sizeof(line), f)) {
		char *colon = strchr(line, ':');

		if (!colon || sscanf(line, " %63[^:]", name) != 1 || strcmp(name, device))
			continue;
		sscanf(colon + 1, "%*u %*u %*u %*u %*u %*u %*u %*u %*u %lu", &sent);
	}
	if (f)
		fclose(f);
	return sent;
}

#define MANY 32 /* packets: more than the stack sends of its own in the time of a test */

struct ends {
	int a, b, t, host, under; /* packet sockets: inside ends of A, B, T; vib_host; far end */
};

static void broken_frames(const struct ends *e)
{
	uint64_t before = drop_count(VIB_EGRESS, 134);

	emit(e->a, PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2), CUT(14 + 12)));
	check_that("live: an IPv4 header cut short is dropped", rises(VIB_EGRESS, 134, before));
	before = drop_count(VIB_EGRESS, 134);
	emit(e->a, PACKET(ETH(), IP6(A6, WORLD6), UDP(1, 2), CUT(14 + 30)));
	check_that("live: an IPv6 header cut short is dropped", rises(VIB_EGRESS, 134, before));
}

static void deliveries(const struct ends *e)
{
	unsigned long before = sent_by("lxcb");
	int i;

	for (i = 0; i < MANY; i++)
		emit(e->a, PACKET(ETH(), IP4(A4, B4), UDP(1, 2), BYTES(50)));
	check_that("live: an endpoint's packet arrives at the other one",
		   arrives(e->b, PACKET(ETH(.src = MAC_HOST, .dst = MAC_B), IP4(A4, B4, .ttl = 63),
					UDP(1, 2), BYTES(50))));
	check_that("live: by redirect_peer, past the host-side device",
		   sent_by("lxcb") - before < MANY);
	emit(e->a, PACKET(ETH(), IP6(A6, B6), UDP(1, 2), BYTES(50)));
	check_that("live: IPv6 likewise",
		   arrives(e->b, PACKET(ETH(.src = MAC_HOST, .dst = MAC_B), IP6(A6, B6, .ttl = 63),
					UDP(1, 2), BYTES(50))));
	before = sent_by("lxct");
	emit(e->a, PACKET(ETH(), IP4(A4, T4), UDP(1, 2), BYTES(50)));
	check_that("live: a tap gets it",
		   arrives(e->t, PACKET(ETH(.src = MAC_HOST, .dst = MAC_T), IP4(A4, T4, .ttl = 63),
					UDP(1, 2), BYTES(50))));
	check_that("live: by redirect, through the host-side device", sent_by("lxct") > before);
	emit(e->host, PACKET(ETH(.src = MAC_HOST, .dst = MAC_B), IP4(GATEWAY4, B4), UDP(1, 2)));
	check_that("live: the host's packet arrives from vib_host's egress",
		   arrives(e->b, PACKET(ETH(.src = MAC_HOST, .dst = MAC_B), IP4(GATEWAY4, B4),
					UDP(1, 2))));
	emit(e->under, PACKET(ETH(.src = MAC_UNDERLAY), IP4(WORLD4, B4), UDP(1, 2)));
	check_that("live: the underlay's packet arrives",
		   arrives(e->b, PACKET(ETH(.src = MAC_HOST, .dst = MAC_B),
					IP4(WORLD4, B4, .ttl = 63), UDP(1, 2))));
}

static void to_the_host(const struct ends *e)
{
	emit(e->a, PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2)));
	check_that("live: what is not local comes in at vib_host",
		   arrives(e->host, PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2))));
	emit(e->a, PACKET(ETH(.dst = MAC_ALL), ARP(1, A4, GATEWAY4)));
	check_that("live: ARP is answered to the endpoint",
		   arrives(e->a, PACKET(ETH(.src = MAC_HOST, .dst = MAC_A),
					ARP(2, GATEWAY4, A4, .sender_mac = MAC_HOST,
					    .target_mac = MAC_A))));
	emit(e->a, PACKET(ETH(), IP6(A6, SNMC_GW6, .ttl = 255), ND(135, GATEWAY6, .no_option = 1)));
	check_that("live: ND is answered to the endpoint",
		   arrives(e->a,
			   PACKET(ETH(.src = MAC_HOST, .dst = MAC_A), IP6(GATEWAY6, A6, .ttl = 255),
				  ND(136, GATEWAY6, .src = MAC_HOST, .flags = 0xe0))));
	emit(e->host, PACKET(ETH(.src = MAC_HOST, .dst = MAC_ALL),
			     ARP(1, GATEWAY4, B4, .sender_mac = MAC_HOST)));
	check_that("live: ARP of the host is answered at vib_host",
		   arrives(e->host, PACKET(ETH(.src = MAC_B, .dst = MAC_HOST),
					   ARP(2, B4, GATEWAY4, .sender_mac = MAC_B,
					       .target_mac = MAC_HOST))));
}

static void natively(const struct ends *e)
{
	struct vib_node node = node_by("192.0.2.20", dp.dev.underlay);
	struct vib_node six = node_by("fe80::20", dp.dev.underlay);

	must("neighbours of the underlay",
	     system("ip link set under address " MAC_UNDERLAY " && "
		    "ip neigh replace 192.0.2.20 lladdr " MAC_C " dev under nud permanent && "
		    "ip neigh replace fe80::20 lladdr " MAC_T " dev under nud permanent")
		     ? -1
		     : 0);
	forward_natively();
	put_node(NODE_REMOTE, &node);
	emit(e->a, PACKET(ETH(), IP4(A4, REMOTE4), UDP(1, 2), BYTES(50)));
	check_that("live: to another host by its neighbour entry",
		   arrives(e->under, PACKET(ETH(.src = MAC_UNDERLAY, .dst = MAC_C),
					    IP4(A4, REMOTE4, .ttl = 63), UDP(1, 2), BYTES(50))));
	emit(e->host,
	     PACKET(ETH(.src = MAC_HOST, .dst = MAC_B), IP4(GATEWAY4, REMOTE4), UDP(1, 2)));
	check_that("live: the host's packet likewise, from vib_host's egress",
		   arrives(e->under, PACKET(ETH(.src = MAC_UNDERLAY, .dst = MAC_C),
					    IP4(GATEWAY4, REMOTE4), UDP(1, 2))));
	put_node(NODE_REMOTE, &six);
	emit(e->a, PACKET(ETH(), IP6(A6, REMOTE6), UDP(1, 2)));
	check_that("live: IPv6 to another host",
		   arrives(e->under, PACKET(ETH(.src = MAC_UNDERLAY, .dst = MAC_T),
					    IP6(A6, REMOTE6, .ttl = 63), UDP(1, 2))));
	emit(e->a, PACKET(ETH(), IP4(A4, REMOTE4), UDP(1, 2)));
	check_that("live: IPv4 by an IPv6 neighbour",
		   arrives(e->under, PACKET(ETH(.src = MAC_UNDERLAY, .dst = MAC_T),
					    IP4(A4, REMOTE4, .ttl = 63), UDP(1, 2))));
	stop_forwarding_natively();
}

/* As the loader does: a link by tcx, below Linux 6.6 a filter of clsact. */
static void attach(int root, int ifindex, int egress)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = ifindex,
		    .attach_point = egress ? BPF_TC_EGRESS : BPF_TC_INGRESS);
	LIBBPF_OPTS(bpf_tc_opts, filter, .prog_fd = root, .handle = 1, .priority = 1);

	if (!kernel_before(6, 6)) {
		must("attach a root by tcx",
		     bpf_link_create(root, ifindex, egress ? TCX_EGRESS : TCX_INGRESS, NULL));
		return;
	}
	must("make a clsact qdisc", bpf_tc_hook_create(&hook));
	must("attach a root by clsact", bpf_tc_attach(&hook, &filter));
}

void live_cases(void)
{
	int c, home, away, status;
	char command[256];
	struct ends e;
	pid_t holder;

	for (c = 0; c < VIB_CHAINS; c++)
		restore_chain(c);
	forget_flows();
	attach(dp.root[VIB_CHAIN_EP], dp.dev.a, 0);
	attach(dp.root[VIB_CHAIN_EP], dp.dev.b, 0);
	attach(dp.root[VIB_CHAIN_EP], dp.dev.t, 0);
	attach(dp.root[VIB_CHAIN_NET], dp.dev.underlay, 0);
	attach(dp.root[VIB_CHAIN_HOST], dp.dev.host, 1);

	holder = other_namespace();
	snprintf(command, sizeof(command),
		 "for d in pa pb pt; do ip link set $d netns %d || exit 1; done; "
		 "for d in pa pb pt; do nsenter -t %d -n ip link set $d up || exit 1; done; "
		 "ip link set vib_host address " MAC_HOST,
		 holder, holder);
	must(command, system(command) ? -1 : 0);
	home = namespace_of("self");
	snprintf(command, sizeof(command), "%d", holder);
	away = namespace_of(command);
	must("enter the endpoints' namespace", setns(away, CLONE_NEWNET));
	e.a = packet_socket("pa");
	e.b = packet_socket("pb");
	e.t = packet_socket("pt");
	must("return", setns(home, CLONE_NEWNET));
	e.host = packet_socket("vib_host");
	e.under = packet_socket("pu");

	broken_frames(&e);
	deliveries(&e);
	to_the_host(&e);
	natively(&e);

	kill(holder, SIGKILL);
	waitpid(holder, &status, 0);
}
