// SPDX-License-Identifier: Apache-2.0
/*
 * untilready COMMAND...: executes a command as systemd would and prints how many milliseconds passed
 * from just before its exec to its READY=1, and its process id. The command stays; it ends by itself
 * or by whoever asked. Exit 1 when it ends before it is ready, or is not ready within 60 s.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 60000.0

static void fail(const char *what)
{
	fprintf(stderr, "untilready: %s: %s\n", what, strerror(errno));
	exit(1);
}

static double now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

/* A datagram socket with a path: an abstract name would not reach into another network namespace. */
static int open_notify(char *name, size_t size)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		fail("socket");
	snprintf(name, size, "/tmp/untilready-%d", getpid());
	memcpy(address.sun_path, name, strlen(name) + 1);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		fail(name);
	return fd;
}

/* Tells how it went, for main to end with, and takes the socket's file away. */
static int finish(const char *name, int status, const char *why)
{
	unlink(name);
	if (why)
		fprintf(stderr, "untilready: the command %s\n", why);
	return status;
}

static int is_ready(int fd)
{
	char text[4096];
	ssize_t n = recv(fd, text, sizeof(text) - 1, MSG_DONTWAIT);

	if (n < 0)
		return 0;
	text[n] = '\0';
	return strncmp(text, "READY=1", 7) == 0 || strstr(text, "\nREADY=1");
}

int main(int argc, char **argv)
{
	char name[64];
	int fd, status;
	double start;
	pid_t child;

	if (argc < 2) {
		fprintf(stderr, "usage: untilready COMMAND...\n");
		return 2;
	}
	fd = open_notify(name, sizeof(name));
	start = now_ms();
	child = fork();
	if (child == 0) {
		setsid();
		setenv("NOTIFY_SOCKET", name, 1);
		/* Standard output is for our answer; the command talks to standard error. */
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execvp(argv[1], argv + 1);
		fail(argv[1]);
	}
	for (;;) {
		struct pollfd wait = {.fd = fd, .events = POLLIN};

		if (poll(&wait, 1, 100) > 0 && is_ready(fd))
			break;
		if (waitpid(child, &status, WNOHANG) == child)
			return finish(name, 1, "ended before it was ready");
		if (now_ms() - start > PATIENCE_MS) {
			kill(child, SIGTERM);
			return finish(name, 1, "is not ready after 60 s");
		}
	}
	printf("%.1f %d\n", now_ms() - start, child);
	return finish(name, 0, NULL);
}
