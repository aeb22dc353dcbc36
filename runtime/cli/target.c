// SPDX-License-Identifier: Apache-2.0
/* Which daemon is meant, and where this program is installed. */
#include "cli.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RUN_ROOT "/run/vibrissa"

void find_home(char *to, size_t size)
{
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	int up;

	if (length < 0)
		fail(EXIT_FAILED, "cannot find own program: is /proc mounted?");
	self[length] = '\0';
	for (up = 0; up < 2; up++) {
		char *slash = strrchr(self, '/');

		if (!slash)
			fail(EXIT_FAILED, "cannot find the folder of %s", self);
		*slash = '\0';
	}
	format_text(to, size, "%s", self);
}

void host_node(char *to, size_t size)
{
	char host[HOST_NAME_MAX + 1] = "";
	size_t used = 0;
	const char *c;

	if (gethostname(host, sizeof(host) - 1) != 0)
		host[0] = '\0';
	for (c = host; *c && *c != '.' && used + 1 < size; c++) {
		if (isalnum((unsigned char)*c))
			to[used++] = (char)tolower((unsigned char)*c);
		else if (used > 0 && to[used - 1] != '-')
			to[used++] = '-';
	}
	while (used > 0 && to[used - 1] == '-')
		used--;
	to[used] = '\0';
}

static bool is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static void use_node(struct target *target, const char *node)
{
	format_text(target->node, sizeof(target->node), "%s", node);
	format_text(target->run_dir, sizeof(target->run_dir), RUN_ROOT "/%s", node);
}

/* The folders of RUN_ROOT: how many, the last one's name, and all names. */
static int list_nodes(char *last, size_t last_size, char *all, size_t all_size)
{
	DIR *folder = opendir(RUN_ROOT);
	struct dirent *entry;
	size_t used = 0;
	int count = 0;

	all[0] = '\0';
	if (!folder)
		return 0;
	while ((entry = readdir(folder))) {
		char path[PATH_MAX];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), RUN_ROOT "/%s", entry->d_name);
		if (!is_folder(path))
			continue;
		snprintf(last, last_size, "%s", entry->d_name);
		if (used + strlen(entry->d_name) + 3 < all_size)
			used += (size_t)snprintf(all + used, all_size - used, "%s%s",
						 count ? ", " : "", entry->d_name);
		count++;
	}
	closedir(folder);
	return count;
}

bool choose_target(const struct request *request, struct target *target, char *why, size_t size)
{
	const char *run_dir = request->run_dir;
	const char *node = request->node;
	char host[64];
	char last[64];
	char all[1024];
	int count;

	if (!run_dir && !node)
		run_dir = getenv("VIBRISSA_RUN_DIR");
	if (!node)
		node = getenv("VIBRISSA_NODE");
	host_node(host, sizeof(host));
	if (run_dir) {
		format_text(target->run_dir, sizeof(target->run_dir), "%s", run_dir);
		format_text(target->node, sizeof(target->node), "%s", node ? node : host);
		return true;
	}
	if (node) {
		use_node(target, node);
		return true;
	}
	use_node(target, host);
	if (is_folder(target->run_dir))
		return true;
	count = list_nodes(last, sizeof(last), all, sizeof(all));
	if (count == 1) {
		use_node(target, last);
		return true;
	}
	if (count == 0)
		snprintf(why, size,
			 "no daemon is running on this host (" RUN_ROOT " has none).\n"
			 "Start one with: vibrissa run");
	else
		snprintf(why, size, "several nodes on this host, choose one with --node: %s", all);
	return false;
}
