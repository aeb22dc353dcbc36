// SPDX-License-Identifier: Apache-2.0
/* Becomes the JVM, so that the supervisor's main process is the daemon itself. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define MAX_WORDS 256

struct words {
	char *word[MAX_WORDS + 1];
	int count;
};

static void add_word(struct words *words, const char *word)
{
	if (words->count == MAX_WORDS)
		fail(EXIT_USAGE, "more than %d options", MAX_WORDS);
	words->word[words->count++] = need_memory(strdup(word));
	words->word[words->count] = NULL;
}

/* One option per line; blank lines and # comments are skipped. */
static bool add_options_file(struct words *words, const char *path)
{
	FILE *file = fopen(path, "re");
	char line[4096];

	if (!file)
		return false;
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] && line[0] != '#')
			add_word(words, line);
	}
	fclose(file);
	return true;
}

static const char *option_value(int argc, char **argv, const char *name, const char *otherwise)
{
	size_t length = strlen(name);
	int i;

	for (i = 0; i < argc; i++) {
		if (strcmp(argv[i], name) == 0 && i + 1 < argc)
			return argv[i + 1];
		if (strncmp(argv[i], name, length) == 0 && argv[i][length] == '=')
			return argv[i] + length + 1;
	}
	return otherwise;
}

/*
 * Java cannot open a datagram socket to the supervisor. A connected one as
 * descriptor 0 is all it needs: each write(2) to it is one datagram.
 */
static void connect_notify_socket(void)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t length;
	int fd;

	if (!path || !path[0])
		return;
	length = strlen(path);
	if (length >= sizeof(address.sun_path)) {
		complain("NOTIFY_SOCKET is too long, the supervisor is not told of readiness");
		return;
	}
	memcpy(address.sun_path, path, length);
	if (address.sun_path[0] == '@')
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	if (fd < 0 ||
	    connect(fd, (struct sockaddr *)&address,
		    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)) != 0 ||
	    dup2(fd, STDIN_FILENO) < 0)
		fail(EXIT_FAILED, "cannot reach the supervisor at %s: %s", path, strerror(errno));
	if (fd != STDIN_FILENO)
		close(fd);
	setenv("VIBRISSA_NOTIFY", "stdin", 1);
}

static void stamp_time(void)
{
	struct timespec now;
	char text[32];

	clock_gettime(CLOCK_MONOTONIC, &now);
	format_text(text, sizeof(text), "%lld", (long long)now.tv_sec * 1000000000LL + now.tv_nsec);
	setenv("VIBRISSA_EXEC_NS", text, 1);
}

static void find_java(char *to, size_t size)
{
	const char *java = getenv("VIBRISSA_JAVA");
	const char *java_home = getenv("JAVA_HOME");

	if (java && java[0])
		format_text(to, size, "%s", java);
	else if (java_home && java_home[0])
		format_text(to, size, "%s/bin/java", java_home);
	else
		format_text(to, size, "java");
}

static void add_java_options(struct words *words, const char *home, int argc, char **argv)
{
	const char *config_dir = option_value(argc, argv, "--config-dir", "/etc/vibrissa");
	const char *extra = getenv("VIBRISSA_JAVA_OPTIONS");
	char path[PATH_MAX];
	char option[PATH_MAX + 32];

	format_text(path, sizeof(path), "%s/jvm.options", config_dir);
	if (!add_options_file(words, path)) {
		format_text(path, sizeof(path), "%s/etc/jvm.options", home);
		add_options_file(words, path);
	}
	format_text(path, sizeof(path), "%s/lib/vibrissa.jsa", home);
	if (!extra && access(path, R_OK) == 0) {
		format_text(option, sizeof(option), "-XX:SharedArchiveFile=%s", path);
		add_word(words, option);
	}
	if (extra) {
		char *copy = need_memory(strdup(extra));
		char *rest = copy;
		char *word;

		while ((word = strsep(&rest, " ")))
			if (word[0])
				add_word(words, word);
		free(copy);
	}
}

_Noreturn void exec_launcher(const char *command, int argc, char **argv)
{
	struct words words = {.count = 0};
	char java[PATH_MAX];
	char home[PATH_MAX];
	char path[PATH_MAX];
	int i;

	stamp_time();
	find_home(home, sizeof(home));
	find_java(java, sizeof(java));
	connect_notify_socket();
	/* File names in any script, whatever the caller's locale is. */
	setenv("LC_ALL", "C.UTF-8", 1);
	/* An arena for each thread that ever called malloc is a quarter of what the daemon would take. */
	setenv("MALLOC_ARENA_MAX", "2", 0);

	add_word(&words, java);
	add_java_options(&words, home, argc, argv);
	add_word(&words, "-cp");
	format_text(path, sizeof(path), "%s/lib/launcher.jar", home);
	if (access(path, R_OK) != 0)
		fail(EXIT_FAILED, "%s is missing; install again", path);
	add_word(&words, path);
	add_word(&words, "org.vibrissa.launcher.Main");
	add_word(&words, command);
	for (i = 0; i < argc; i++)
		add_word(&words, argv[i]);
	execvp(java, words.word);
	fail(EXIT_FAILED,
	     "cannot execute %s: %s\nInstall a Java 17 runtime (Debian: openjdk-17-jre-headless) "
	     "or "
	     "set JAVA_HOME.",
	     java, strerror(errno));
}
