// SPDX-License-Identifier: Apache-2.0
/* One command in the daemon: frames both ways until its exit code comes. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define HEADER	      5
#define MAX_FRAME     (16u << 20)
#define MAX_HTTP_HEAD 8192

static const char UPGRADE[] = "POST /v1/cli HTTP/1.1\r\n"
			      "Host: vibrissa\r\n"
			      "Connection: Upgrade\r\n"
			      "Upgrade: vibrissa-cli/1\r\n"
			      "Content-Length: 0\r\n\r\n";

/* Signal numbers on their way to the daemon; the second one ends this process. */
static int signal_pipe[2];
static volatile sig_atomic_t signalled;

static void on_signal(int number)
{
	int saved = errno;
	unsigned char byte = (unsigned char)number;

	if (signalled)
		_exit(128 + number);
	signalled = 1;
	if (write(signal_pipe[1], &byte, 1) < 0)
		_exit(128 + number);
	errno = saved;
}

static void catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal};

	if (pipe2(signal_pipe, O_CLOEXEC) != 0)
		fail(EXIT_FAILED, "cannot make a pipe: %s", strerror(errno));
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

int write_all(int fd, const void *data, size_t length)
{
	const char *at = data;

	while (length > 0) {
		ssize_t written = write(fd, at, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0 && errno == EAGAIN) {
			struct pollfd ready = {.fd = fd, .events = POLLOUT};

			poll(&ready, 1, -1);
			continue;
		}
		if (written < 0)
			return -1;
		at += written;
		length -= (size_t)written;
	}
	return 0;
}

/* All bytes, or fewer when the daemon closed. */
static size_t read_all(int fd, void *data, size_t length)
{
	size_t done = 0;

	while (done < length) {
		ssize_t count = read(fd, (char *)data + done, length - done);

		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			break;
		done += (size_t)count;
	}
	return done;
}

bool send_frame(int socket, char type, const void *data, uint32_t length)
{
	unsigned char header[HEADER] = {(unsigned char)type, (unsigned char)(length >> 24),
					(unsigned char)(length >> 16), (unsigned char)(length >> 8),
					(unsigned char)length};

	return write_all(socket, header, sizeof(header)) == 0 &&
	       write_all(socket, data, length) == 0;
}

int connect_daemon(const struct target *target, char *why, size_t size)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char path[PATH_MAX + 16];
	int folder = -1;
	int fd;
	int error;

	format_text(path, sizeof(path), "%s/vibrissa.sock", target->run_dir);
	if (strlen(path) < sizeof(address.sun_path)) {
		memcpy(address.sun_path, path, strlen(path));
	} else {
		/* A longer path than a socket address holds, by way of its folder. */
		folder = open(target->run_dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
		format_text(address.sun_path, sizeof(address.sun_path),
			    "/proc/self/fd/%d/vibrissa.sock", folder);
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		fail(EXIT_FAILED, "cannot make a socket: %s", strerror(errno));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0) {
		if (folder >= 0)
			close(folder);
		return fd;
	}
	error = errno;
	close(fd);
	if (folder >= 0)
		close(folder);
	if (error == EACCES || error == EPERM)
		snprintf(why, size,
			 "no permission for %s.\nUse sudo, or join the group: usermod -aG vibrissa "
			 "$USER",
			 path);
	else
		snprintf(why, size,
			 "node '%s' is not running: %s: %s.\nStart it with: vibrissa run --node %s",
			 target->node, path, strerror(error), target->node);
	return -1;
}

/* Changes from HTTP to frames. Reads byte by byte so that no frame is swallowed. */
static void upgrade(int socket)
{
	char head[MAX_HTTP_HEAD + 1];
	size_t length = 0;

	if (write_all(socket, UPGRADE, sizeof(UPGRADE) - 1) != 0)
		fail(EXIT_NOT_READY, "the daemon closed the connection: %s", strerror(errno));
	for (;;) {
		if (length == MAX_HTTP_HEAD || read_all(socket, head + length, 1) != 1)
			fail(EXIT_NOT_READY, "the daemon gave no answer to the request");
		head[++length] = '\0';
		if (length >= 4 && memcmp(head + length - 4, "\r\n\r\n", 4) == 0)
			break;
	}
	if (strncmp(head, "HTTP/1.1 101 ", 13) != 0) {
		head[strcspn(head, "\r\n")] = '\0';
		fail(EXIT_FAILED,
		     "the daemon does not take commands: %s.\nClient and daemon may be of "
		     "different versions.",
		     head);
	}
}

/* Output that nobody reads any more ends the command as in a pipe of Unix tools. */
static void put_output(int fd, const void *data, size_t length)
{
	if (write_all(fd, data, length) == 0)
		return;
	if (errno == EPIPE)
		exit(128 + SIGPIPE);
	fail(EXIT_FAILED, "cannot write the output: %s", strerror(errno));
}

/* Handles one frame; returns the exit code or -1 to go on. */
static int handle_frame(int socket, struct upload *upload)
{
	unsigned char header[HEADER];
	uint32_t length;
	bool alive = true;
	int code = -1;
	char *data;

	if (read_all(socket, header, HEADER) != HEADER)
		fail(EXIT_FAILED, "the daemon went away before the command ended");
	length = (uint32_t)header[1] << 24 | (uint32_t)header[2] << 16 | (uint32_t)header[3] << 8 |
		 header[4];
	if (length > MAX_FRAME)
		fail(EXIT_FAILED, "the daemon sent a frame of %u bytes", length);
	data = need_memory(malloc((size_t)length + 1));
	if (read_all(socket, data, length) != length)
		fail(EXIT_FAILED, "the daemon went away before the command ended");
	data[length] = '\0';
	switch (header[0]) {
	case 'O':
		put_output(STDOUT_FILENO, data, length);
		break;
	case 'E':
		put_output(STDERR_FILENO, data, length);
		break;
	case 'R':
		alive = start_upload(upload, socket, data);
		break;
	case 'D':
		alive = send_listing(socket, data);
		break;
	case 'X':
		code = length ? (unsigned char)data[0] : EXIT_FAILED;
		break;
	default:
		fail(EXIT_FAILED, "the daemon sent an unknown frame (%d)", header[0]);
	}
	free(data);
	if (!alive)
		fail(EXIT_FAILED, "the daemon went away before the command ended");
	return code;
}

static void forward_signal(int socket)
{
	unsigned char number;

	if (read(signal_pipe[0], &number, 1) == 1)
		send_frame(socket, 'S', &number, 1);
}

int run_remote(int socket, const struct request *request)
{
	struct upload upload = {.fd = -1};
	char *hello = hello_json(request);
	int code = -1;

	signal(SIGPIPE, SIG_IGN);
	upgrade(socket);
	catch_signals();
	if (!send_frame(socket, 'A', hello, (uint32_t)strlen(hello)))
		fail(EXIT_FAILED, "the daemon closed the connection");
	free(hello);
	while (code < 0) {
		struct pollfd ready[3] = {{.fd = socket, .events = POLLIN},
					  {.fd = signal_pipe[0], .events = POLLIN},
					  {.fd = upload.fd, .events = POLLIN}};

		if (poll(ready, 3, -1) < 0) {
			if (errno == EINTR)
				continue;
			fail(EXIT_FAILED, "cannot wait for the daemon: %s", strerror(errno));
		}
		if (ready[1].revents)
			forward_signal(socket);
		if (ready[0].revents)
			code = handle_frame(socket, &upload);
		else if (ready[2].revents && !continue_upload(&upload, socket))
			fail(EXIT_FAILED, "the daemon went away before the command ended");
	}
	close(socket);
	return code;
}
