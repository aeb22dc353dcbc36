// SPDX-License-Identifier: Apache-2.0
/*
 * tcp-connect and tcp-serve: long-lived connections that stream a pseudo-random sequence. The server
 * checks every byte against the same sequence and sends it back, the client checks what comes back
 * (stronger than a digest at the end: a wrong byte is seen at once and at its place).
 * Nobody reconnects: a connection that breaks or stands wrong is counted and stays down.
 */
#include "common.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

#define CHUNK		16384
#define PIECE_MS	20 /* a client writes what the rate allows in pieces of this long */
#define MAX_CONNECTIONS 1024

/* A position in the endless byte sequence of one seed (xorshift64*, eight bytes a step). */
struct sequence {
	uint64_t state, word;
	int left;
};

static void sequence_start(struct sequence *s, uint64_t seed)
{
	s->state = seed * 0x9e3779b97f4a7c15ull + 1;
	s->left = 0;
}

static uint8_t sequence_next(struct sequence *s)
{
	uint8_t byte;

	if (s->left == 0) {
		s->state ^= s->state >> 12;
		s->state ^= s->state << 25;
		s->state ^= s->state >> 27;
		s->word = s->state * 0x2545f4914f6cdd1dull;
		s->left = 8;
	}
	byte = (uint8_t)s->word;
	s->word >>= 8;
	s->left--;
	return byte;
}

struct connection {
	int fd;
	bool open, broken, finished, write_closed;
	struct sequence out, in;
	uint8_t head[8]; /* the client's seed, sent first */
	int head_filled;
	uint8_t pending[CHUNK];
	int pending_from, pending_to;
	uint64_t sent, verified, mismatches;
	uint64_t last_ns, worst_stall_ns;
	int error;
};

static void broke(struct connection *c, int error)
{
	c->broken = true;
	c->open = false;
	c->error = error;
	close(c->fd);
}

static bool verify(struct connection *c, const uint8_t *data, ssize_t size)
{
	uint64_t now = now_ns();

	for (ssize_t i = 0; i < size; i++)
		if (data[i] != sequence_next(&c->in))
			c->mismatches++;
	c->verified += (uint64_t)size;
	if (c->last_ns && now - c->last_ns > c->worst_stall_ns)
		c->worst_stall_ns = now - c->last_ns;
	c->last_ns = now;
	return c->mismatches == 0;
}

/* Writes what is pending; true when all of it went. */
static bool flush(struct connection *c)
{
	while (c->pending_from < c->pending_to) {
		ssize_t n = send(c->fd, c->pending + c->pending_from,
				 (size_t)(c->pending_to - c->pending_from),
				 MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0) {
			if (errno != EAGAIN && errno != EINTR)
				broke(c, errno);
			return false;
		}
		c->pending_from += (int)n;
	}
	c->pending_from = c->pending_to = 0;
	return true;
}

static void print_result(const struct options *opt, const char *mode, struct connection *all, int n,
			 int wanted, int established)
{
	uint64_t sent = 0, verified = 0, mismatches = 0, stall = 0;
	int broken = 0, finished = 0, error = 0;
	FILE *out = result_open(opt);

	for (int i = 0; i < n; i++) {
		sent += all[i].sent;
		verified += all[i].verified;
		mismatches += all[i].mismatches;
		broken += all[i].broken;
		finished += all[i].finished;
		if (all[i].error)
			error = all[i].error;
		if (all[i].worst_stall_ns > stall)
			stall = all[i].worst_stall_ns;
	}
	fprintf(out,
		"{\"mode\":\"%s\",\"wanted\":%d,\"established\":%d,\"finished\":%d,\"broken\":%d,"
		"\"last_error\":\"%s\",\"bytes_sent\":%llu,\"bytes_verified\":%llu,\"mismatches\":%"
		"llu,"
		"\"worst_stall_ms\":%.3f}\n",
		mode, wanted, established, finished, broken, error ? strerror(error) : "",
		(unsigned long long)sent, (unsigned long long)verified,
		(unsigned long long)mismatches, (double)stall / 1e6);
	result_close(opt, out);
}

/* Reads once into pending, checks it, and leaves it there to be sent back. */
static void serve_readable(struct connection *c)
{
	ssize_t n;

	if (c->pending_to && !flush(c))
		return;
	if (c->head_filled < 8) {
		n = recv(c->fd, c->head + c->head_filled, (size_t)(8 - c->head_filled),
			 MSG_DONTWAIT);
		if (n > 0 && (c->head_filled += (int)n) == 8) {
			uint64_t seed;

			memcpy(&seed, c->head, sizeof(seed));
			sequence_start(&c->in, seed);
		}
	} else {
		n = recv(c->fd, c->pending, CHUNK, MSG_DONTWAIT);
		if (n > 0) {
			verify(c, c->pending, n);
			c->pending_to = (int)n;
			c->sent += (uint64_t)n;
			flush(c);
		}
	}
	if (n == 0) {
		c->finished = true;
		c->open = false;
		close(c->fd);
	} else if (n < 0 && errno != EAGAIN && errno != EINTR) {
		broke(c, errno);
	}
}

int tcp_serve(const struct options *opt)
{
	struct connection *all = calloc((size_t)opt->connections, sizeof(*all));
	struct sockaddr_storage own;
	socklen_t own_size = parse_address(opt->bind, opt->port, &own);
	int listener = open_socket(&own, SOCK_STREAM | SOCK_NONBLOCK),
	    poller = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
	uint64_t end = now_ns() + (uint64_t)(opt->seconds * 1e9);
	int n = 0, live = 0;

	if (!all || poller < 0)
		fail("epoll");
	if (bind(listener, (struct sockaddr *)&own, own_size) != 0 || listen(listener, 256) != 0)
		fail(opt->bind);
	epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
	tell_ready(opt);
	/* Ends when all expected connections came and went, or by time or stop. */
	while (now_ns() < end && !stop_asked(opt) && !(n == opt->connections && live == 0)) {
		struct epoll_event ready[64];
		int count = epoll_wait(poller, ready, 64, 20);

		for (int i = 0; i < count; i++) {
			struct connection *c = ready[i].data.ptr;

			if (!c) {
				int fd =
					accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

				if (fd < 0 || n == opt->connections) {
					if (fd >= 0)
						close(fd);
					continue;
				}
				c = &all[n++];
				c->fd = fd;
				c->open = true;
				live++;
				event = (struct epoll_event){.events = EPOLLIN, .data.ptr = c};
				epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
				continue;
			}
			serve_readable(c);
			if (c->open) { /* Wait to write while something is pending, else to read. */
				event = (struct epoll_event){.events = c->pending_to ? EPOLLOUT
										     : EPOLLIN,
							     .data.ptr = c};
				epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &event);
			} else {
				live--;
			}
		}
	}
	print_result(opt, "tcp-serve", all, n, opt->connections, n);
	close(poller);
	close(listener);
	free(all);
	return 0;
}

static void client_open(struct connection *c, const struct options *opt, uint64_t seed)
{
	struct sockaddr_storage peer;
	socklen_t peer_size = parse_address(opt->to, opt->port, &peer);
	struct timeval patience = {.tv_sec = 5};
	int one = 1;

	c->fd = open_socket(&peer, SOCK_STREAM);
	setsockopt(c->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (connect(c->fd, (struct sockaddr *)&peer, peer_size) != 0) {
		broke(c, errno);
		return;
	}
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	c->open = true;
	sequence_start(&c->out, seed);
	sequence_start(&c->in, seed);
	memcpy(c->pending, &seed, sizeof(seed));
	c->pending_to = sizeof(seed);
	flush(c);
}

/*
 * Fills pending up to what the rate allows by now, once that is a piece: many slow connections then
 * cost few packets. Connections begin their pieces at different times, so that they do not burst.
 */
static void client_fill(struct connection *c, uint64_t allowed, uint64_t piece)
{
	uint64_t room;

	if (c->pending_to || c->sent + piece > allowed)
		return;
	room = allowed - c->sent;
	if (room > CHUNK)
		room = CHUNK;
	for (uint64_t i = 0; i < room; i++)
		c->pending[i] = sequence_next(&c->out);
	c->pending_to = (int)room;
	c->sent += room;
}

static void client_read(struct connection *c)
{
	uint8_t data[CHUNK];

	for (;;) {
		ssize_t n = recv(c->fd, data, sizeof(data), MSG_DONTWAIT);

		if (n > 0) {
			verify(c, data, n);
		} else if (n == 0) {
			c->finished = c->write_closed && c->verified == c->sent;
			if (c->finished) {
				c->open = false;
				close(c->fd);
			} else {
				broke(c, ECONNRESET);
			}
			return;
		} else {
			if (errno != EAGAIN && errno != EINTR)
				broke(c, errno);
			return;
		}
	}
}

/* When connection i begins: within the first piece, each a little later than the one before. */
static uint64_t offset(int i, int n)
{
	return (uint64_t)i * PIECE_MS * 1000000u / (uint64_t)n;
}

/* Writes what is due, and the end of the stream once all that was due went. */
static void client_write(struct connection *c, const struct options *opt, uint64_t begin,
			 uint64_t now, uint64_t piece, bool ending)
{
	if (c->open && !ending && now > begin)
		client_fill(c, (uint64_t)((double)(now - begin) / 1e9 * opt->rate), piece);
	if (c->open && ending && !c->sent) /* Told to end at once: it must still prove itself. */
		client_fill(c, piece, piece);
	if (c->open && flush(c) && ending && !c->write_closed) {
		shutdown(c->fd, SHUT_WR);
		c->write_closed = true;
	}
}

int tcp_connect(const struct options *opt)
{
	struct connection *all = calloc((size_t)opt->connections, sizeof(*all));
	int poller = epoll_create1(EPOLL_CLOEXEC);
	uint64_t piece = (uint64_t)(opt->rate * PIECE_MS / 1000);
	uint64_t start, end, give_up, tick;
	int open = 0, tried = opt->connections, established = 0, status = 0;
	bool ending = false;

	if (!all || poller < 0)
		fail("memory");
	piece = piece < 1 ? 1 : piece > CHUNK ? CHUNK : piece;
	prctl(PR_SET_TIMERSLACK, 1000);
	for (int i = 0; i < tried; i++) {
		struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};

		client_open(&all[i], opt, (uint64_t)i + 1);
		if (all[i].open && epoll_ctl(poller, EPOLL_CTL_ADD, all[i].fd, &event) != 0)
			fail("epoll");
		established += all[i].open;
	}
	tell_ready(opt);
	start = tick = now_ns();
	end = start + (uint64_t)(opt->seconds * 1e9);
	give_up = UINT64_MAX;
	do {
		struct epoll_event ready[64];
		uint64_t now = now_ns();
		int count;

		if (!ending && (now >= end || stop_asked(opt))) {
			ending = true;
			give_up = now + 10000000000u; /* For the rest to come back. */
		}
		if (now >= tick) {
			tick = now + 1000000u;
			for (int i = 0; i < tried; i++)
				client_write(&all[i], opt, start + offset(i, tried), now, piece,
					     ending);
		}
		count = epoll_wait(poller, ready, 64, 1);
		for (int i = 0; i < count; i++) {
			struct connection *c = ready[i].data.ptr;

			if (c->open)
				client_read(c);
		}
		open = 0;
		for (int i = 0; i < tried; i++)
			open += all[i].open;
	} while (open > 0 && now_ns() < give_up);
	for (int i = 0; i < tried; i++) {
		if (all[i].open)
			broke(&all[i], ETIMEDOUT);
		if (!all[i].finished || all[i].mismatches)
			status = 1;
	}
	print_result(opt, "tcp-connect", all, tried, tried, established);
	close(poller);
	free(all);
	return status;
}
