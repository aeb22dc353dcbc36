// SPDX-License-Identifier: Apache-2.0
/* The way to the daemon, also to one that is not there yet. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DEFAULT_SECONDS 60
#define MAX_SECONDS	1000000
#define POLL_NS		20000000L

static const char TIMEOUT[] = "--timeout";

/* The seconds of `status --wait`; 0 for any other command. */
static long seconds_to_wait(const struct request *request)
{
	long seconds = DEFAULT_SECONDS;
	bool wait = false;
	int i;

	if (!request->argc || strcmp(request->argv[0], "status") != 0)
		return 0;
	for (i = 1; i < request->argc; i++) {
		const char *word = request->argv[i];
		const char *value = NULL;
		char *end;

		if (!strcmp(word, "--wait"))
			wait = true;
		else if (!strcmp(word, TIMEOUT) && i + 1 < request->argc)
			value = request->argv[++i];
		else if (!strncmp(word, TIMEOUT, sizeof(TIMEOUT) - 1) &&
			 word[sizeof(TIMEOUT) - 1] == '=')
			value = word + sizeof(TIMEOUT);
		if (!value)
			continue;
		seconds = strtol(value, &end, 10);
		/* The daemon says what is wrong with it, if there is one. */
		if (!value[0] || *end || seconds < 0 || seconds > MAX_SECONDS)
			return 0;
	}
	return wait ? seconds : 0;
}

/* Replaces the --timeout of the words. */
static void set_timeout(struct request *request, long seconds)
{
	char text[32];
	int kept = 0;
	int i;

	for (i = 0; i < request->argc; i++) {
		if (!strcmp(request->argv[i], TIMEOUT))
			i++;
		else if (strncmp(request->argv[i], "--timeout=", sizeof(TIMEOUT)) != 0)
			request->argv[kept++] = request->argv[i];
	}
	format_text(text, sizeof(text), "--timeout=%ld", seconds);
	request->argv[kept++] = need_memory(strdup(text));
	request->argc = kept;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* A daemon that starts does not change these. */
static bool is_final(const char *why)
{
	return !strncmp(why, "several", 7) || !strncmp(why, "no permission", 13);
}

int reach_daemon(struct request *request, char *why, size_t size)
{
	const struct timespec pause = {.tv_nsec = POLL_NS};
	long seconds = seconds_to_wait(request);
	double start = now();
	struct target target;
	int tries = 0;
	int socket;

	for (;;) {
		socket = -1;
		if (choose_target(request, &target, why, size))
			socket = connect_daemon(&target, why, size);
		if (socket >= 0) {
			if (tries)
				set_timeout(request, seconds - (long)(now() - start));
			return socket;
		}
		if (now() - start >= (double)seconds || is_final(why))
			return -1;
		tries++;
		nanosleep(&pause, NULL);
	}
}
