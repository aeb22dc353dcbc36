// SPDX-License-Identifier: Apache-2.0
/*
 * send: numbered datagrams at a steady rate. A number is used up only when the kernel took the
 * datagram, so "sent" is exact and a refused send is an error, never a loss. Sends what is due every
 * 200 us instead of waking for each datagram; after a stall it catches up in small bursts, because one
 * large burst would overflow queues on the path that the stream is there to judge. The stream starts
 * once the receiver answered a greeting: neighbour resolution is then not counted as loss.
 */
#include "common.h"

#include <endian.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <unistd.h>

#define TICK_NS	  200000u
#define BURST	  32 /* 160,000/s when on time; one more follows while that is not enough */
#define END_MARKS 20
#define GREETINGS 250
#define MAX_SIZE  9000

struct sender {
	int fd;
	int size;
	uint32_t stream;
	uint64_t sent;
	uint64_t errors;
	int last_errno;
	struct mmsghdr messages[BURST];
	struct iovec parts[BURST];
	uint8_t payload[BURST][MAX_SIZE];
};

static void stamp(struct sender *s, int slot, uint32_t magic, uint64_t sequence)
{
	struct stamp mark = {
		.magic = htobe32(magic),
		.stream = htobe32(s->stream),
		.sequence = htobe64(sequence),
		.sent_ns = htobe64(now_ns()),
	};

	memcpy(s->payload[slot], &mark, sizeof(mark));
}

/* Sends up to due datagrams (at most BURST); counts what the kernel took and what it refused. */
static void send_due(struct sender *s, uint64_t due)
{
	int wanted = due > BURST ? BURST : (int)due;
	int taken;

	for (int i = 0; i < wanted; i++)
		stamp(s, i, STAMP_DATA, s->sent + (uint64_t)i);
	taken = sendmmsg(s->fd, s->messages, (unsigned int)wanted, 0);
	if (taken > 0) {
		s->sent += (uint64_t)taken;
	} else if (errno != EINTR) {
		s->errors++;
		s->last_errno = errno;
	}
}

/* Tells the receiver how many were sent; repeated, since the path may be what is broken. */
static void send_end(struct sender *s)
{
	for (int i = 0; i < END_MARKS; i++) {
		stamp(s, 0, STAMP_END, s->sent);
		if (send(s->fd, s->payload[0], (size_t)s->size, 0) < 0)
			s->last_errno = errno;
		sleep_until(now_ns() + 5000000u);
	}
}

/* Greets until the receiver answers, five seconds at most. */
static bool greet(struct sender *s)
{
	struct stamp answer;

	for (int i = 0; i < GREETINGS; i++) {
		struct pollfd wait = {.fd = s->fd, .events = POLLIN};

		stamp(s, 0, STAMP_HELLO, 0);
		if (send(s->fd, s->payload[0], sizeof(answer), 0) < 0)
			s->last_errno = errno; /* Refused as yet: the receiver may not be bound. */
		poll(&wait, 1, 20);
		while (recv(s->fd, &answer, sizeof(answer), MSG_DONTWAIT) ==
		       (ssize_t)sizeof(answer)) {
			if (answer.magic == htobe32(STAMP_HELLO) &&
			    answer.stream == htobe32(s->stream)) {
				s->last_errno = 0;
				return true;
			}
		}
	}
	fprintf(stderr, "vibtraffic: the receiver did not answer within 5 s%s%s\n",
		s->last_errno ? ": " : "", s->last_errno ? strerror(s->last_errno) : "");
	return false;
}

static struct sender *sender_open(const struct options *opt)
{
	struct sockaddr_storage peer, own;
	socklen_t peer_size = parse_address(opt->to, opt->port, &peer);
	int buffer = 8 << 20;
	struct sender *s = calloc(1, sizeof(*s));

	if (!s)
		fail("memory");
	s->size = opt->size;
	s->fd = open_socket(&peer, SOCK_DGRAM);
	setsockopt(s->fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof(buffer));
	if (opt->bind) {
		socklen_t own_size = parse_address(opt->bind, 0, &own);

		if (bind(s->fd, (struct sockaddr *)&own, own_size) != 0)
			fail(opt->bind);
	}
	if (connect(s->fd, (struct sockaddr *)&peer, peer_size) != 0)
		fail(opt->to);
	if (getrandom(&s->stream, sizeof(s->stream), 0) != sizeof(s->stream))
		fail("getrandom");
	for (int i = 0; i < BURST; i++) {
		s->parts[i] = (struct iovec){.iov_base = s->payload[i], .iov_len = (size_t)s->size};
		s->messages[i].msg_hdr.msg_iov = &s->parts[i];
		s->messages[i].msg_hdr.msg_iovlen = 1;
	}
	return s;
}

int udp_send(const struct options *opt)
{
	struct sender *s;
	uint64_t start, end, now, tick, last, worst = 0, spacing = TICK_NS;
	FILE *out;

	if (opt->size < (int)sizeof(struct stamp) || opt->size > MAX_SIZE) {
		fprintf(stderr, "vibtraffic: --size is %zu..%d bytes\n", sizeof(struct stamp),
			MAX_SIZE);
		return 2;
	}
	s = sender_open(opt);
	prctl(PR_SET_TIMERSLACK, 1000);
	if (!opt->one_way && !greet(s))
		return 1;
	if (opt->rate < 1e9 / TICK_NS / 2) /* Few: no more than two looks for each. */
		spacing = opt->rate > 50 ? (uint64_t)(1e9 / opt->rate / 2) : 10000000u;
	start = tick = last = now_ns();
	end = start + (uint64_t)(opt->seconds * 1e9);
	for (bool told = false;;) {
		uint64_t due;

		if (!told && s->sent) {
			tell_ready(opt);
			told = true;
		}
		now = now_ns();
		if (now >= end || stop_asked(opt) || (opt->count && s->sent >= opt->count))
			break;
		due = (uint64_t)((double)(now - start) * opt->rate / 1e9);
		if (opt->count && due > opt->count)
			due = opt->count;
		if (due > s->sent) {
			if (s->sent && now - last > worst)
				worst = now - last;
			last = now;
			send_due(s, due - s->sent);
			if (due > s->sent + BURST / 2 && opt->rate > 1e9 / TICK_NS * BURST)
				send_due(s, due - s->sent);
		}
		tick += spacing;
		if (tick < now) /* Late: keep the spacing from now on, catching up by bursts. */
			tick = now + spacing / 4;
		sleep_until(tick);
	}
	send_end(s);

	out = result_open(opt);
	fprintf(out,
		"{\"mode\":\"send\",\"stream\":%u,\"sent\":%llu,\"errors\":%llu,\"last_error\":\"%"
		"s\","
		"\"seconds\":%.3f,\"rate\":%.1f,\"worst_gap_ms\":%.3f}\n",
		s->stream, (unsigned long long)s->sent, (unsigned long long)s->errors,
		s->last_errno ? strerror(s->last_errno) : "", (double)(last - start) / 1e9,
		last > start ? (double)s->sent * 1e9 / (double)(last - start) : 0.0,
		(double)worst / 1e6);
	result_close(opt, out);
	close(s->fd);
	free(s);
	return 0;
}
