// SPDX-License-Identifier: Apache-2.0
/* vibrissa: the command line. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef VIBRISSA_VERSION
#error "VIBRISSA_VERSION is not defined"
#endif

static const char HELP[] = "Usage: vibrissa [--node NAME] COMMAND [ARGUMENTS]\n"
			   "\n"
			   "Without a running daemon:\n"
			   "  run         Run the daemon in the foreground\n"
			   "  down        Stop the daemon; the datapath goes on forwarding\n"
			   "              --purge also removes everything it has on this host\n"
			   "  version     Print the version\n"
			   "  help        Print this, or all commands when the daemon runs\n"
			   "\n"
			   "All other commands are answered by the daemon.\n"
			   "\n"
			   "Example: sudo vibrissa run\n";

static const char RUN_HELP[] =
	"Usage: vibrissa run [OPTIONS]\n"
	"\n"
	"Runs the daemon in the foreground. SIGTERM or SIGINT stop it; the datapath goes on\n"
	"forwarding.\n"
	"\n"
	"  --node NAME        name of this daemon (default: the host's name)\n"
	"  --config-dir DIR   vibrissa.yaml and conf.d (default: /etc/vibrissa)\n"
	"  --state-dir DIR    what survives a reboot (default: /var/lib/vibrissa/NAME)\n"
	"  --run-dir DIR      socket and pid file (default: /run/vibrissa/NAME)\n"
	"  --bpf-dir DIR      pins (default: /sys/fs/bpf/vibrissa/NAME)\n"
	"  --log-level LEVEL  error, warn, info, debug or trace\n"
	"  --set KEY=VALUE    fixes a configuration key for this run; repeatable\n"
	"\n"
	"Example: sudo vibrissa run --node gateway-1 --log-level debug\n";

static const char DOWN_HELP[] =
	"Usage: vibrissa down [--purge [--yes]] [--node NAME] [--state-dir DIR] [--run-dir DIR]\n"
	"                     [--bpf-dir DIR] [--config-dir DIR]\n"
	"\n"
	"Stops the daemon. The datapath goes on forwarding, and the next run takes it over.\n"
	"\n"
	"  --purge   also removes devices, programs, pins, rules, addresses and the state of the\n"
	"            node; the host is as before. Works without a running daemon. Fine to repeat.\n"
	"  --yes     do not ask\n"
	"\n"
	"Example: sudo vibrissa down --purge --yes\n";

/* The value of an option of the client's, when argv[*at] is that option. */
static bool take_option(const char *name, int argc, char **argv, int *at, const char **value)
{
	size_t length = strlen(name);

	if (strncmp(argv[*at], name, length) != 0)
		return false;
	if (argv[*at][length] == '=') {
		*value = argv[*at] + length + 1;
		return true;
	}
	if (argv[*at][length] != '\0')
		return false;
	if (*at + 1 >= argc)
		fail(EXIT_USAGE, "option %s needs a value", name);
	*value = argv[++*at];
	return true;
}

/* Takes --node and --run-dir out of the words, wherever they stand before a "--". */
static struct request parse(int argc, char **argv)
{
	struct request request = {.argv = need_memory(calloc((size_t)argc + 5, sizeof(*argv)))};
	bool ours = true;
	int i;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0)
			ours = false;
		if (ours && (take_option("--node", argc, argv, &i, &request.node) ||
			     take_option("--run-dir", argc, argv, &i, &request.run_dir)))
			continue;
		request.argv[request.argc++] = argv[i];
	}
	return request;
}

static bool asks_help(const struct request *request)
{
	int i;

	for (i = 1; i < request->argc; i++)
		if (!strcmp(request->argv[i], "--help") || !strcmp(request->argv[i], "-h"))
			return true;
	return false;
}

static int run(struct request *request)
{
	const char *node;
	const char *run_dir;

	if (asks_help(request)) {
		fputs(RUN_HELP, stdout);
		return EXIT_OK;
	}
	node = request->node ? request->node : getenv("VIBRISSA_NODE");
	run_dir = request->run_dir ? request->run_dir : getenv("VIBRISSA_RUN_DIR");
	if (node) {
		request->argv[request->argc++] = "--node";
		request->argv[request->argc++] = (char *)node;
	}
	if (run_dir) {
		request->argv[request->argc++] = "--run-dir";
		request->argv[request->argc++] = (char *)run_dir;
	}
	exec_launcher("run", request->argc - 1, request->argv + 1);
}

static bool is_word(const char *word, const char *a, const char *b, const char *c)
{
	return !strcmp(word, a) || !strcmp(word, b) || !strcmp(word, c);
}

/* What these two say when nobody can be asked. */
static int answer_alone(const char *command, const char *why)
{
	if (!command[0]) {
		fputs(HELP, stderr);
		return EXIT_USAGE;
	}
	if (is_word(command, "version", "--version", "-V")) {
		puts("vibrissa " VIBRISSA_VERSION " (client; the daemon is not running)");
		return EXIT_OK;
	}
	if (is_word(command, "help", "--help", "-h")) {
		fputs(HELP, stdout);
		printf("\nMore commands when the daemon runs: %s\n", why);
		return EXIT_OK;
	}
	complain("%s", why);
	return EXIT_NOT_READY;
}

int main(int argc, char **argv)
{
	struct request request = parse(argc, argv);
	char why[PATH_MAX + 512];
	const char *command;
	int socket;

	command = request.argc ? request.argv[0] : "";
	if (!strcmp(command, "run"))
		return run(&request);
	if (!strcmp(command, "down")) {
		if (asks_help(&request)) {
			fputs(DOWN_HELP, stdout);
			return EXIT_OK;
		}
		return down(&request);
	}
	socket = reach_daemon(&request, why, sizeof(why));
	if (socket < 0)
		return answer_alone(command, why);
	return run_remote(socket, &request);
}
