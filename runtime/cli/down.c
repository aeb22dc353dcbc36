// SPDX-License-Identifier: Apache-2.0
/* Stops a daemon, and with --purge removes what it has on the host. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A daemon gives up on its bundles after 20 s. */
#define STOP_TIMEOUT_MS 40000

/* The process that holds the node's lock, by the kernel's word; 0 when none does. */
static pid_t lock_holder(const char *run_dir)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	char path[PATH_MAX];
	pid_t holder = 0;
	int fd;

	format_text(path, sizeof(path), "%s/pid", run_dir);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return 0;
		fail(EXIT_FAILED, "cannot read %s: %s", path, strerror(errno));
	}
	if (fcntl(fd, F_GETLK, &lock) != 0)
		fail(EXIT_FAILED, "cannot ask for the lock on %s: %s", path, strerror(errno));
	if (lock.l_type != F_UNLCK)
		holder = lock.l_pid;
	close(fd);
	return holder;
}

static void stop_process(const char *node, pid_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct pollfd gone = {.fd = fd, .events = POLLIN};
	int ready;

	if (fd < 0 && errno == ESRCH)
		return;
	if (fd < 0)
		fail(EXIT_FAILED, "cannot watch pid %d: %s", pid, strerror(errno));
	if (syscall(SYS_pidfd_send_signal, fd, SIGTERM, NULL, 0) != 0 && errno != ESRCH)
		fail(EXIT_FAILED, "cannot stop pid %d: %s", pid, strerror(errno));
	do {
		ready = poll(&gone, 1, STOP_TIMEOUT_MS);
	} while (ready < 0 && errno == EINTR);
	close(fd);
	if (ready <= 0)
		fail(EXIT_FAILED, "node %s: pid %d did not stop within %d s; see its log", node,
		     pid, STOP_TIMEOUT_MS / 1000);
}

static bool agreed(const char *node)
{
	char answer[16];

	if (!isatty(STDIN_FILENO))
		return true;
	printf("Remove everything node %s has on this host: endpoints' devices, programs,\n"
	       "addresses, its state folder? [y/N] ",
	       node);
	fflush(stdout);
	return fgets(answer, sizeof(answer), stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

int down(const struct request *request)
{
	char **pass = need_memory(calloc((size_t)request->argc + 11, sizeof(*pass)));
	struct target target;
	struct place place;
	bool purge = false;
	bool yes = false;
	char why[2048];
	int count = 0;
	pid_t pid;
	int i;

	for (i = 1; i < request->argc; i++) {
		if (strcmp(request->argv[i], "--purge") == 0)
			purge = true;
		else if (strcmp(request->argv[i], "--yes") == 0 ||
			 strcmp(request->argv[i], "-y") == 0)
			yes = true;
		else
			pass[count++] = request->argv[i];
	}
	if (!choose_target(request, &target, why, sizeof(why))) {
		if (!strncmp(why, "several", 7))
			fail(EXIT_USAGE, "%s", why);
		host_node(target.node, sizeof(target.node));
		format_text(target.run_dir, sizeof(target.run_dir), "/run/vibrissa/%s",
			    target.node);
	}
	if (purge && !yes && !agreed(target.node)) {
		puts("Nothing was done.");
		return EXIT_FAILED;
	}
	pid = lock_holder(target.run_dir);
	if (purge && read_place(target.run_dir, &place)) {
		place.pid = pid;
		enter_place(target.node, &place);
		pass[count++] = "--state-dir";
		pass[count++] = place.state_dir;
		pass[count++] = "--bpf-dir";
		pass[count++] = place.bpf_dir;
		pass[count++] = "--config-dir";
		pass[count++] = place.config_dir;
	}
	if (pid) {
		stop_process(target.node, pid);
		printf("node %s: stopped (pid %d)%s\n", target.node, pid,
		       purge ? "" : "; the datapath goes on forwarding");
	} else if (!purge) {
		printf("node %s: not running\n", target.node);
	}
	fflush(stdout);
	if (!purge) {
		if (count)
			fail(EXIT_USAGE, "unknown option '%s'", pass[0]);
		return EXIT_OK;
	}
	pass[count++] = "--node";
	pass[count++] = target.node;
	pass[count++] = "--run-dir";
	pass[count++] = target.run_dir;
	exec_launcher("purge", count, pass);
}
