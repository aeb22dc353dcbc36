// SPDX-License-Identifier: Apache-2.0
#include "common.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t signalled;

static void on_signal(int number)
{
	(void)number;
	signalled = 1;
}

void catch_stop_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal};

	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

bool stop_asked(const struct options *opt)
{
	static uint64_t looked;
	uint64_t now;

	if (signalled)
		return true;
	if (!opt->stop_file)
		return false;
	now = now_ns();
	if (now - looked < 20000000u)
		return false;
	looked = now;
	if (access(opt->stop_file, F_OK) == 0)
		signalled = 1;
	return signalled;
}

void sleep_until(uint64_t when_ns)
{
	struct timespec ts = {.tv_sec = (time_t)(when_ns / 1000000000u),
			      .tv_nsec = (long)(when_ns % 1000000000u)};

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
}

void tell_ready(const struct options *opt)
{
	FILE *file;

	if (!opt->ready_file)
		return;
	file = fopen(opt->ready_file, "w");
	if (!file || fprintf(file, "%d\n", getpid()) < 0 || fclose(file) != 0)
		fail(opt->ready_file);
}

void fail(const char *what)
{
	fprintf(stderr, "vibtraffic: %s: %s\n", what, strerror(errno));
	exit(1);
}

socklen_t parse_address(const char *text, int port, struct sockaddr_storage *out)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)out;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;
	char bare[128];
	char *scope;

	memset(out, 0, sizeof(*out));
	if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons((uint16_t)port);
		return sizeof(*v4);
	}
	snprintf(bare, sizeof(bare), "%s", text);
	scope = strchr(bare, '%');
	if (scope)
		*scope++ = '\0';
	if (inet_pton(AF_INET6, bare, &v6->sin6_addr) != 1) {
		fprintf(stderr, "vibtraffic: %s is not an IPv4 or IPv6 address\n", text);
		exit(2);
	}
	v6->sin6_family = AF_INET6;
	v6->sin6_port = htons((uint16_t)port);
	if (scope && !(v6->sin6_scope_id = if_nametoindex(scope)))
		fail(scope);
	return sizeof(*v6);
}

int open_socket(const struct sockaddr_storage *addr, int type)
{
	int one = 1;
	int fd = socket(addr->ss_family, type | SOCK_CLOEXEC, 0);

	if (fd < 0)
		fail("socket");
	if (addr->ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	return fd;
}

FILE *result_open(const struct options *opt)
{
	char name[4096];
	FILE *file;

	if (!opt->json_file)
		return stdout;
	snprintf(name, sizeof(name), "%s.tmp", opt->json_file);
	file = fopen(name, "w");
	if (!file)
		fail(name);
	return file;
}

void result_close(const struct options *opt, FILE *out)
{
	char name[4096];

	if (!opt->json_file) {
		if (fflush(out) != 0)
			fail("stdout");
		return;
	}
	snprintf(name, sizeof(name), "%s.tmp", opt->json_file);
	/* Renamed when whole, so that who waits for the file never reads half of it. */
	if (fclose(out) != 0 || rename(name, opt->json_file) != 0)
		fail(opt->json_file);
}
