// SPDX-License-Identifier: Apache-2.0
/*
 * Where a daemon lived: its network namespace and folders, from the file `place` in its run
 * folder. A purge must happen in that namespace, whatever the one it is called from.
 */
#include "cli.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMED_NAMESPACES "/run/netns"

static bool take_value(const char *line, const char *key, char *to, size_t size)
{
	size_t length = strlen(key);

	if (strncmp(line, key, length) != 0 || line[length] != '=')
		return false;
	format_text(to, size, "%s", line + length + 1);
	return true;
}

bool read_place(const char *run_dir, struct place *place)
{
	char line[PATH_MAX + 32];
	char path[PATH_MAX];
	char inode[32] = "";
	FILE *file;

	memset(place, 0, sizeof(*place));
	format_text(path, sizeof(path), "%s/place", run_dir);
	file = fopen(path, "re");
	if (!file)
		return false;
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (!take_value(line, "netns", inode, sizeof(inode)) &&
		    !take_value(line, "state-dir", place->state_dir, PATH_MAX) &&
		    !take_value(line, "bpf-dir", place->bpf_dir, PATH_MAX))
			take_value(line, "config-dir", place->config_dir, PATH_MAX);
	}
	fclose(file);
	place->netns = strtoull(inode, NULL, 10);
	return place->netns != 0;
}

static bool is_namespace(const char *path, unsigned long long inode)
{
	struct stat found;

	return stat(path, &found) == 0 && found.st_ino == inode;
}

static bool enter(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool done = fd >= 0 && setns(fd, CLONE_NEWNET) == 0;

	if (fd >= 0)
		close(fd);
	return done;
}

static bool enter_named(unsigned long long inode)
{
	DIR *folder = opendir(NAMED_NAMESPACES);
	struct dirent *entry;
	char path[PATH_MAX];
	bool done = false;

	while (folder && !done && (entry = readdir(folder))) {
		format_text(path, sizeof(path), NAMED_NAMESPACES "/%s", entry->d_name);
		done = is_namespace(path, inode) && enter(path);
	}
	if (folder)
		closedir(folder);
	return done;
}

void enter_place(const char *node, const struct place *place)
{
	char path[64];

	if (is_namespace("/proc/self/ns/net", place->netns))
		return;
	if (place->pid) {
		format_text(path, sizeof(path), "/proc/%d/ns/net", place->pid);
		if (enter(path))
			return;
		fail(EXIT_FAILED, "cannot enter the network namespace of pid %d: %s", place->pid,
		     strerror(errno));
	}
	if (enter_named(place->netns))
		return;
	/* Its devices went with it; what is left are pins and folders. */
	printf("node %s: its network namespace is gone, and its devices with it\n", node);
	if (unshare(CLONE_NEWNET) != 0)
		fail(EXIT_FAILED, "cannot make a network namespace: %s", strerror(errno));
}
