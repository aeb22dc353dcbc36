/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The thin client: starts the daemon, stops it, and hands every other command
 * to it over its Unix socket. PROTOCOL.md describes the frames.
 */
#ifndef VIBRISSA_CLI_H
#define VIBRISSA_CLI_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum exit_code {
	EXIT_OK = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_NOT_READY = 3
};

/* Where one daemon is. */
struct target {
	char node[64];
	char run_dir[PATH_MAX];
};

/* What was asked: the words that are left after the client's own options. */
struct request {
	const char *node;    /* --node, or NULL */
	const char *run_dir; /* --run-dir, or NULL */
	int argc;
	char **argv;
};

/* Prints "vibrissa: <text>" on stderr. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* complain(), then the end of the process. */
_Noreturn void fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text that fits or the end of the process. Returns its length. */
size_t format_text(char *to, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

void *need_memory(void *memory);

/*
 * Chooses the daemon: --run-dir, --node, $VIBRISSA_RUN_DIR, $VIBRISSA_NODE, the
 * host's name when that node has a folder, the only folder in /run/vibrissa.
 * With none of these: returns false and puts the reason into why.
 */
bool choose_target(const struct request *request, struct target *target, char *why, size_t size);

/* The node name made from the host's name, as the launcher makes it. */
void host_node(char *to, size_t size);

/* The installation folder: the parent of the folder of this program. */
void find_home(char *to, size_t size);

/* Replaces this process by the JVM launcher with these words. Never returns. */
_Noreturn void exec_launcher(const char *command, int argc, char **argv);

/* Where a daemon lived or lives. */
struct place {
	unsigned long long netns; /* inode of its network namespace */
	pid_t pid;		  /* of the daemon, 0 when it does not run */
	char state_dir[PATH_MAX];
	char bpf_dir[PATH_MAX];
	char config_dir[PATH_MAX];
};

/* Reads the run folder's file `place`; false when there is none. */
bool read_place(const char *run_dir, struct place *place);

/* Moves this process into the daemon's network namespace. */
void enter_place(const char *node, const struct place *place);

/* `vibrissa down`. Returns the exit code or becomes the launcher. */
int down(const struct request *request);

/* Connects to the daemon. On failure: -1 and the reason in why. */
int connect_daemon(const struct target *target, char *why, size_t size);

/*
 * Chooses the daemon and connects to it. `status --wait` goes on trying until its --timeout, for
 * a daemon that is about to start; what is left of the time is all that the daemon then waits.
 */
int reach_daemon(struct request *request, char *why, size_t size);

/* Runs one command in the daemon; returns its exit code. */
int run_remote(int socket, const struct request *request);

/* Frames. Each send returns false when the daemon has gone. */
bool send_frame(int socket, char type, const void *data, uint32_t length);

/* A file on its way to the daemon, a chunk whenever it can be read; fd is -1 when there is none. */
struct upload {
	int fd;
	char path[PATH_MAX];
};

bool start_upload(struct upload *upload, int socket, const char *path);
bool continue_upload(struct upload *upload, int socket);
void end_upload(struct upload *upload);
bool send_listing(int socket, const char *path);

/* All bytes or -1 with errno; goes on after signals and partial writes. */
int write_all(int fd, const void *data, size_t length);

/* The JSON of the first frame; the caller frees it. */
char *hello_json(const struct request *request);

#endif
