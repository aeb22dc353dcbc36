// SPDX-License-Identifier: Apache-2.0
/*
 * http: the death star's little server. POST /v1/request-landing is answered "Ship landed", PUT
 * /v1/exhaust-port "Panic: deathstar exploded", anything else 404. One request per connection, many
 * connections at once, each with two seconds to finish its request.
 */
#include "common.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEATS	    128
#define REQUEST_MAX 8192
#define PATIENCE_NS 2000000000ull

struct seat {
	int fd; /* 0 when free */
	int filled;
	uint64_t since;
	char request[REQUEST_MAX + 1];
};

/* True when headers and body are whole. */
static bool is_whole(const struct seat *s)
{
	const char *blank = strstr(s->request, "\r\n\r\n");
	const char *length = strcasestr(s->request, "\r\nContent-Length:");
	long body = 0;

	if (!blank)
		return false;
	if (length && length < blank)
		body = strtol(length + 17, NULL, 10);
	return body <= 0 || s->request + s->filled >= blank + 4 + body;
}

static void answer(struct seat *s, const char *status, const char *body)
{
	char text[512];
	int size = snprintf(text, sizeof(text),
			    "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n"
			    "Connection: close\r\n\r\n%s",
			    status, strlen(body), body);

	if (send(s->fd, text, (size_t)size, MSG_NOSIGNAL) != size)
		fprintf(stderr, "vibtraffic: a client left before its answer\n");
}

static void leave(struct seat *s)
{
	close(s->fd);
	memset(s, 0, offsetof(struct seat, request) + 1);
}

static void respond(struct seat *s)
{
	if (strncmp(s->request, "POST /v1/request-landing ", 25) == 0)
		answer(s, "200 OK", "Ship landed\n");
	else if (strncmp(s->request, "PUT /v1/exhaust-port ", 21) == 0)
		answer(s, "503 Service Unavailable", "Panic: deathstar exploded\n");
	else
		answer(s, "404 Not Found", "This is not the path you are looking for\n");
	shutdown(s->fd, SHUT_WR);
	leave(s);
}

/* Reads what came; true when a request was answered. */
static bool serve(struct seat *s)
{
	ssize_t n = recv(s->fd, s->request + s->filled, (size_t)(REQUEST_MAX - s->filled),
			 MSG_DONTWAIT);

	if (n <= 0) {
		if (n == 0 || (errno != EAGAIN && errno != EINTR))
			leave(s);
		return false;
	}
	s->filled += (int)n;
	s->request[s->filled] = '\0';
	if (is_whole(s)) {
		respond(s);
		return true;
	}
	if (s->filled == REQUEST_MAX) {
		answer(s, "413 Content Too Large", "Too large\n");
		leave(s);
	}
	return false;
}

static void seat_new(struct seat *seats, int listener, uint64_t now)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return;
	for (int i = 0; i < SEATS; i++) {
		if (!seats[i].fd) {
			seats[i].fd = fd;
			seats[i].since = now;
			return;
		}
	}
	close(fd);
}

int http_serve(const struct options *opt)
{
	struct seat *seats = calloc(SEATS, sizeof(*seats));
	struct sockaddr_storage own;
	socklen_t own_size = parse_address(opt->bind, opt->port, &own);
	int listener = open_socket(&own, SOCK_STREAM | SOCK_NONBLOCK);
	uint64_t end = now_ns() + (uint64_t)(opt->seconds * 1e9), served = 0;
	FILE *out;

	if (!seats)
		fail("memory");
	if (bind(listener, (struct sockaddr *)&own, own_size) != 0 || listen(listener, 128) != 0)
		fail(opt->bind);
	tell_ready(opt);
	while (now_ns() < end && !stop_asked(opt) && !(opt->count && served >= opt->count)) {
		struct pollfd wait[SEATS + 1] = {{.fd = listener, .events = POLLIN}};
		uint64_t now;

		for (int i = 0; i < SEATS; i++)
			wait[i + 1] = (struct pollfd){.fd = seats[i].fd ? seats[i].fd : -1,
						      .events = POLLIN};
		if (poll(wait, SEATS + 1, 100) < 0 && errno != EINTR)
			fail("poll");
		now = now_ns();
		for (int i = 0; i < SEATS; i++) {
			if (seats[i].fd && wait[i + 1].revents)
				served += serve(&seats[i]);
			else if (seats[i].fd && now - seats[i].since > PATIENCE_NS)
				leave(&seats[i]);
		}
		if (wait[0].revents & POLLIN)
			seat_new(seats, listener, now);
	}
	out = result_open(opt);
	fprintf(out, "{\"mode\":\"http\",\"served\":%llu}\n", (unsigned long long)served);
	result_close(opt, out);
	close(listener);
	free(seats);
	return 0;
}
