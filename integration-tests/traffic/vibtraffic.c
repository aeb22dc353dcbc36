// SPDX-License-Identifier: Apache-2.0
/* vibtraffic: the traffic by which the lab, the quickstart and the benchmarks judge a datapath. */
#include "common.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char usage_text[] =
	"usage: vibtraffic MODE [options]\n"
	"  send         --to A --port P [--rate N/s] [--count N] [--seconds S] [--size B] [--bind "
	"A] [--one-way]\n"
	"  recv         --bind A --port P [--seconds S] [--idle-ms N]\n"
	"  tcp-connect  --to A --port P [--connections N] [--rate bytes/s each] [--seconds S]\n"
	"  tcp-serve    --bind A --port P [--connections N] [--seconds S]\n"
	"  http         --bind A --port P [--count requests] [--seconds S]\n"
	"  tap          --bind DEVICE --to NAMESPACE-FILE [--seconds S]\n"
	"every mode: [--ready-file F] made when ready, [--stop-file F] ends the mode once it "
	"exists\n"
	"            (SIGTERM too), [--json F] result there instead of on stdout\n"
	"defaults: 1000/s, 64 bytes, 60 seconds, 1000 ms idle, 1 connection, 1000000 bytes/s.\n";

enum {
	O_TO = 256,
	O_BIND,
	O_PORT,
	O_COUNT,
	O_SECONDS,
	O_RATE,
	O_SIZE,
	O_IDLE,
	O_CONNECTIONS,
	O_READY,
	O_STOP,
	O_JSON,
	O_ONE_WAY
};

static const struct option table[] = {
	{"to", required_argument, NULL, O_TO},
	{"bind", required_argument, NULL, O_BIND},
	{"port", required_argument, NULL, O_PORT},
	{"count", required_argument, NULL, O_COUNT},
	{"seconds", required_argument, NULL, O_SECONDS},
	{"rate", required_argument, NULL, O_RATE},
	{"size", required_argument, NULL, O_SIZE},
	{"idle-ms", required_argument, NULL, O_IDLE},
	{"connections", required_argument, NULL, O_CONNECTIONS},
	{"ready-file", required_argument, NULL, O_READY},
	{"stop-file", required_argument, NULL, O_STOP},
	{"json", required_argument, NULL, O_JSON},
	{"one-way", no_argument, NULL, O_ONE_WAY},
	{NULL, 0, NULL, 0},
};

/* A number within bounds, or exit with a message that names the option. */
static double number(const char *name, const char *text, double low, double high)
{
	char *rest;
	double value = strtod(text, &rest);

	if (rest == text || *rest || !(value >= low && value <= high)) {
		fprintf(stderr, "vibtraffic: --%s %s: a number from %.0f to %.0f is expected\n",
			name, text, low, high);
		exit(2);
	}
	return value;
}

static void parse(int argc, char **argv, struct options *opt)
{
	int index, c;

	while ((c = getopt_long(argc, argv, "", table, &index)) != -1) {
		const char *name = c == '?' ? "" : table[index].name;

		switch (c) {
		case O_TO:
			opt->to = optarg;
			break;
		case O_BIND:
			opt->bind = optarg;
			break;
		case O_PORT:
			opt->port = (int)number(name, optarg, 1, 65535);
			break;
		case O_COUNT:
			opt->count = (uint64_t)number(name, optarg, 1, 1e9);
			break;
		case O_SECONDS:
			opt->seconds = number(name, optarg, 0, 86400);
			break;
		case O_RATE:
			opt->rate = number(name, optarg, 1, 1e10);
			break;
		case O_SIZE:
			opt->size = (int)number(name, optarg, 1, 65507);
			break;
		case O_IDLE:
			opt->idle_ms = (int)number(name, optarg, 1, 60000);
			break;
		case O_CONNECTIONS:
			opt->connections = (int)number(name, optarg, 1, 1024);
			break;
		case O_READY:
			opt->ready_file = optarg;
			break;
		case O_STOP:
			opt->stop_file = optarg;
			break;
		case O_ONE_WAY:
			opt->one_way = true;
			break;
		case O_JSON:
			opt->json_file = optarg;
			break;
		default:
			fputs(usage_text, stderr);
			exit(2);
		}
	}
	if (optind != argc) {
		fprintf(stderr, "vibtraffic: what is %s?\n%s", argv[optind], usage_text);
		exit(2);
	}
}

static void require(const char *mode, const char *name, bool given)
{
	if (given)
		return;
	fprintf(stderr, "vibtraffic %s: --%s is missing\n%s", mode, name, usage_text);
	exit(2);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		bool client;
		double rate;
		int (*run)(const struct options *opt);
	} modes[] = {
		{"send", true, 1000, udp_send},		 {"recv", false, 1, udp_recv},
		{"tcp-connect", true, 1e6, tcp_connect}, {"tcp-serve", false, 1, tcp_serve},
		{"http", false, 1, http_serve},		 {"tap", true, 1, tap_carry},
	};
	struct options opt = {.seconds = 60, .size = 64, .idle_ms = 1000, .connections = 1};

	for (size_t i = 0; argc > 1 && i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (strcmp(argv[1], modes[i].name) != 0)
			continue;
		opt.rate = modes[i].rate;
		parse(argc - 1, argv + 1, &opt);
		require(argv[1], "port", opt.port != 0 || modes[i].run == tap_carry);
		require(argv[1], "bind", opt.bind || modes[i].run != tap_carry);
		require(argv[1], modes[i].client ? "to" : "bind",
			modes[i].client ? opt.to : opt.bind);
		catch_stop_signals();
		return modes[i].run(&opt);
	}
	fputs(usage_text, argc > 1 && strcmp(argv[1], "--help") == 0 ? stdout : stderr);
	return argc > 1 && strcmp(argv[1], "--help") == 0 ? 0 : 2;
}
