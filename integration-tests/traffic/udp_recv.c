// SPDX-License-Identifier: Apache-2.0
/*
 * recv: counts one stream of numbered datagrams exactly. Every number has a bit, so a duplicate is
 * seen however late it comes; a datagram is reordered when a higher number came before it. Ends by
 * the sender's end mark (which says how many were sent), a stop file holding that number, a signal
 * or the time limit, each followed by --idle-ms without a datagram.
 */
#include "common.h"

#include <endian.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BATCH 64
#define SLOT  9216

#ifndef SO_RXQ_OVFL
#define SO_RXQ_OVFL 40
#endif

struct receiver {
	int fd;
	bool have_stream, have_total;
	uint32_t stream;
	uint64_t total; /* what the sender says it sent */
	uint64_t received, unique, duplicated, reordered, foreign;
	uint64_t highest, last_ns, worst_gap_ns, worst_gap_at;
	uint64_t delay_max_ns;
	uint32_t socket_drops; /* the receiving socket's own overflow: not the path's loss */
	uint64_t *seen;
	uint64_t seen_words;
	struct mmsghdr messages[BATCH];
	struct iovec parts[BATCH];
	struct sockaddr_storage from[BATCH];
	uint8_t control[BATCH][64];
	uint8_t payload[BATCH][SLOT];
};

/* Marks a number; false when it was marked before. */
static bool mark(struct receiver *r, uint64_t number)
{
	uint64_t word = number / 64, bit = 1ull << (number % 64);

	if (word >= r->seen_words) {
		uint64_t words = (word + 1) * 2;
		uint64_t *grown = realloc(r->seen, words * sizeof(*grown));

		if (!grown)
			fail("memory");
		memset(grown + r->seen_words, 0, (words - r->seen_words) * sizeof(*grown));
		r->seen = grown;
		r->seen_words = words;
	}
	if (r->seen[word] & bit)
		return false;
	r->seen[word] |= bit;
	return true;
}

static void count(struct receiver *r, const struct stamp *wire, uint64_t now)
{
	uint64_t number = be64toh(wire->sequence), sent = be64toh(wire->sent_ns);

	r->received++;
	if (r->last_ns && now - r->last_ns > r->worst_gap_ns) {
		r->worst_gap_ns = now - r->last_ns;
		r->worst_gap_at = number;
	}
	r->last_ns = now;
	if (now > sent && now - sent > r->delay_max_ns)
		r->delay_max_ns = now - sent;
	if (!mark(r, number)) {
		r->duplicated++;
		return;
	}
	if (r->unique && number < r->highest)
		r->reordered++;
	if (number > r->highest)
		r->highest = number;
	r->unique++;
}

static void take(struct receiver *r, int slot, unsigned int size, uint64_t now)
{
	const uint8_t *data = r->payload[slot];
	struct stamp wire;
	uint32_t magic;

	if (size < sizeof(wire)) {
		r->foreign++;
		return;
	}
	memcpy(&wire, data, sizeof(wire));
	magic = be32toh(wire.magic);
	/* A wild number would cost memory; 2^40 datagrams are more than any run sends. */
	if (magic == STAMP_HELLO) {
		struct msghdr *from = &r->messages[slot].msg_hdr;

		if (sendto(r->fd, data, size, MSG_DONTWAIT, from->msg_name, from->msg_namelen) < 0)
			perror("vibtraffic: answering a greeting");
		return;
	}
	if ((magic != STAMP_DATA && magic != STAMP_END) || be64toh(wire.sequence) >> 40) {
		r->foreign++;
		return;
	}
	if (!r->have_stream) {
		r->have_stream = true;
		r->stream = be32toh(wire.stream);
	}
	if (be32toh(wire.stream) != r->stream) {
		r->foreign++;
	} else if (magic == STAMP_END) {
		r->have_total = true;
		r->total = be64toh(wire.sequence);
	} else {
		count(r, &wire, now);
	}
}

static void note_overflow(struct receiver *r, struct msghdr *message)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c))
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_RXQ_OVFL)
			memcpy(&r->socket_drops, CMSG_DATA(c), sizeof(r->socket_drops));
}

/* Takes all that is queued; how many datagrams that was. */
static int drain(struct receiver *r)
{
	int all = 0, n;

	do {
		uint64_t now;

		for (int i = 0; i < BATCH; i++) {
			r->messages[i].msg_hdr.msg_controllen = sizeof(r->control[i]);
			r->messages[i].msg_hdr.msg_namelen = sizeof(r->from[i]);
		}
		n = recvmmsg(r->fd, r->messages, BATCH, MSG_DONTWAIT, NULL);
		now = now_ns();
		for (int i = 0; i < n; i++) {
			note_overflow(r, &r->messages[i].msg_hdr);
			take(r, i, r->messages[i].msg_len, now);
		}
		if (n > 0)
			all += n;
	} while (n == BATCH);
	return all;
}

static struct receiver *receiver_open(const struct options *opt)
{
	struct sockaddr_storage own;
	socklen_t own_size = parse_address(opt->bind, opt->port, &own);
	int buffer = 64 << 20, one = 1;
	struct receiver *r = calloc(1, sizeof(*r));

	if (!r)
		fail("memory");
	r->fd = open_socket(&own, SOCK_DGRAM);
	setsockopt(r->fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof(buffer));
	setsockopt(r->fd, SOL_SOCKET, SO_RXQ_OVFL, &one, sizeof(one));
	if (bind(r->fd, (struct sockaddr *)&own, own_size) != 0)
		fail(opt->bind);
	for (int i = 0; i < BATCH; i++) {
		r->parts[i] = (struct iovec){.iov_base = r->payload[i], .iov_len = SLOT};
		r->messages[i].msg_hdr.msg_iov = &r->parts[i];
		r->messages[i].msg_hdr.msg_iovlen = 1;
		r->messages[i].msg_hdr.msg_control = r->control[i];
		r->messages[i].msg_hdr.msg_name = &r->from[i];
	}
	return r;
}

/* A stop file may hold how many were sent, for a run whose end marks cannot arrive. */
static void read_total(struct receiver *r, const struct options *opt)
{
	unsigned long long number;
	FILE *file;

	if (r->have_total || !opt->stop_file || !(file = fopen(opt->stop_file, "r")))
		return;
	if (fscanf(file, "%llu", &number) == 1) {
		r->have_total = true;
		r->total = number;
	}
	fclose(file);
}

static void report(struct receiver *r, const struct options *opt)
{
	/* Without the sender's word, what is missing below the highest number is all one can say. */
	uint64_t total = r->have_total ? r->total : (r->unique ? r->highest + 1 : 0);
	FILE *out = result_open(opt);

	fprintf(out,
		"{\"mode\":\"recv\",\"stream\":%u,\"end_known\":%s,\"sent\":%llu,\"received\":%llu,"
		"\"unique\":%llu,\"lost\":%lld,\"duplicated\":%llu,\"reordered\":%llu,\"foreign\":%"
		"llu,"
		"\"socket_drops\":%u,\"worst_gap_ms\":%.3f,\"worst_gap_at\":%llu,\"worst_delay_"
		"ms\":%.3f}\n",
		r->stream, r->have_total ? "true" : "false", (unsigned long long)total,
		(unsigned long long)r->received, (unsigned long long)r->unique,
		(long long)(total - r->unique), (unsigned long long)r->duplicated,
		(unsigned long long)r->reordered, (unsigned long long)r->foreign, r->socket_drops,
		(double)r->worst_gap_ns / 1e6, (unsigned long long)r->worst_gap_at,
		(double)r->delay_max_ns / 1e6);
	result_close(opt, out);
}

int udp_recv(const struct options *opt)
{
	struct receiver *r = receiver_open(opt);
	uint64_t start = now_ns(), quiet_since = start;
	bool ending = false;

	tell_ready(opt);
	for (;;) {
		struct pollfd wait = {.fd = r->fd, .events = POLLIN};
		uint64_t now;

		if (poll(&wait, 1, 20) < 0 && errno != EINTR)
			fail("poll");
		now = now_ns();
		if (drain(r) > 0)
			quiet_since = now;
		if (!ending && (r->have_total || stop_asked(opt) ||
				(double)(now - start) > opt->seconds * 1e9)) {
			ending = true;
			quiet_since = now;
		}
		if (r->have_total && r->unique >= r->total && now - quiet_since > 150000000u)
			break; /* All here; the 150 ms let a late duplicate be seen. */
		if (ending && now - quiet_since > (uint64_t)opt->idle_ms * 1000000u)
			break;
	}
	read_total(r, opt);
	report(r, opt);
	close(r->fd);
	free(r->seen);
	free(r);
	return 0;
}
