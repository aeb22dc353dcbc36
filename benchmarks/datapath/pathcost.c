// SPDX-License-Identifier: Apache-2.0
/*
 * pathcost: what one operation costs on a path between two network namespaces.
 *
 * One thread on one CPU drives both ends: it opens the client's sockets in one namespace and the
 * server's in the other (setns), sends on one end and receives on the other. The kernel carries a
 * packet across veth, routing and BPF within the sender's system call, so the thread's CPU time is
 * the path's whole cost, whatever else runs on the machine. Several paths are measured in one run,
 * taking turns every few milliseconds, so that their ratio does not depend on the moment.
 *
 *   rr    TCP, one byte there and back       us per transaction
 *   udp   64-byte datagrams, flood then drain us per datagram
 *   bulk  TCP in 64 KiB writes               Gbit per CPU second
 *
 * "waits" counts how often the thread had to sleep for a packet: when it is not near 0, part of the
 * work was done elsewhere (ksoftirqd) and the figure is too low.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PATHS_MAX  8
#define ROUNDS_MAX 101
#define FLOOD	   64 /* datagrams in flight: well below any queue on the way */
#define CHUNK	   65536
#define SLICES	   20 /* turns per round and path */

enum {
	RR,
	UDP,
	BULK,
	MEASURES
};
static const char *const measure_names[MEASURES] = {"rr", "udp", "bulk"};
static const char *const measure_units[MEASURES] = {"us/transaction", "us/packet", "Gbit/CPU-s"};

struct path {
	const char *name, *client_ns, *server_ns, *server_address;
	int tcp_client, tcp_server, udp_client, udp_server;
	double result[MEASURES][ROUNDS_MAX];
	long waits[MEASURES];
};

/* Of one round; each turn does its share of the rest. */
struct sizes {
	int rounds, transactions, datagrams, megabytes;
};

static void fail(const char *what)
{
	fprintf(stderr, "pathcost: %s: %s\n", what, strerror(errno));
	exit(1);
}

static uint64_t cpu_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static long sleeps(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_nvcsw;
}

static void enter(const char *ns)
{
	char file[256];
	int fd;

	snprintf(file, sizeof(file), "%s%s", strchr(ns, '/') ? "" : "/run/netns/", ns);
	fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET) != 0)
		fail(file);
	close(fd);
}

static socklen_t address(const char *text, struct sockaddr_storage *out)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)out;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;

	memset(out, 0, sizeof(*out));
	if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		return sizeof(*v4);
	}
	if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		return sizeof(*v6);
	}
	fprintf(stderr, "pathcost: %s is not an address\n", text);
	exit(2);
}

/* A socket of the current namespace; two seconds of patience, then an error instead of a hang. */
static int make_socket(int family, int type)
{
	struct timeval patience = {.tv_sec = 2};
	int buffer = 4 << 20, fd = socket(family, type | SOCK_CLOEXEC, 0);

	if (fd < 0)
		fail("socket");
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (type == SOCK_DGRAM) {
		setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof(buffer));
		setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof(buffer));
	}
	return fd;
}

/*
 * Cubic sizes its super-packets by the window alone. BBR, which some kernels have as default, does so by
 * a rate that it estimates: on a lossless path the estimate of one connection is a matter of luck and
 * decides how many bytes a packet carries, for all rounds.
 */
static void use_cubic(int fd)
{
	if (setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "cubic", 5) != 0)
		fail("TCP congestion control cubic (CONFIG_TCP_CONG_CUBIC)");
}

static void path_open(struct path *p)
{
	struct sockaddr_storage tcp, udp;
	socklen_t size = address(p->server_address, &tcp);
	int listener, one = 1, family = tcp.ss_family;
	char byte = 0;

	udp = tcp;
	enter(p->server_ns);
	listener = make_socket(family, SOCK_STREAM);
	use_cubic(listener);
	p->udp_server = make_socket(family, SOCK_DGRAM);
	if (bind(listener, (struct sockaddr *)&tcp, size) != 0 || listen(listener, 1) != 0 ||
	    bind(p->udp_server, (struct sockaddr *)&udp, size) != 0)
		fail(p->server_address);
	size = sizeof(tcp);
	getsockname(listener, (struct sockaddr *)&tcp, &size);
	size = sizeof(udp);
	getsockname(p->udp_server, (struct sockaddr *)&udp, &size);

	enter(p->client_ns);
	p->tcp_client = make_socket(family, SOCK_STREAM);
	use_cubic(p->tcp_client);
	p->udp_client = make_socket(family, SOCK_DGRAM);
	if (connect(p->tcp_client, (struct sockaddr *)&tcp, size) != 0 ||
	    connect(p->udp_client, (struct sockaddr *)&udp, size) != 0)
		fail(p->name);
	p->tcp_server = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	if (p->tcp_server < 0)
		fail("accept");
	close(listener);
	setsockopt(p->tcp_client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(p->tcp_server, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (send(p->udp_client, &byte, 1, 0) != 1 || recv(p->udp_server, &byte, 1, 0) != 1)
		fail("first datagram");
}

/* Each measure does one turn and returns the CPU time in ns. */
static uint64_t measure_rr(struct path *p, const struct sizes *sizes)
{
	uint64_t start = cpu_ns();
	char byte = 'v';

	for (int i = 0; i < sizes->transactions / SLICES; i++) {
		if (send(p->tcp_client, &byte, 1, 0) != 1 ||
		    recv(p->tcp_server, &byte, 1, 0) != 1 ||
		    send(p->tcp_server, &byte, 1, 0) != 1 || recv(p->tcp_client, &byte, 1, 0) != 1)
			fail("rr");
	}
	return cpu_ns() - start;
}

static uint64_t measure_udp(struct path *p, const struct sizes *sizes)
{
	uint64_t start = cpu_ns();
	char data[64] = {0};

	for (int done = 0; done < sizes->datagrams / SLICES; done += FLOOD) {
		for (int i = 0; i < FLOOD; i++)
			if (send(p->udp_client, data, sizeof(data), 0) != sizeof(data))
				fail("udp send");
		for (int i = 0; i < FLOOD; i++)
			if (recv(p->udp_server, data, sizeof(data), 0) != sizeof(data))
				fail("udp receive (a datagram was lost)");
	}
	return cpu_ns() - start;
}

/* Writes until the socket is full, reads until it is empty, and so on. */
static uint64_t measure_bulk(struct path *p, const struct sizes *sizes)
{
	static char data[CHUNK], sink[4 * CHUNK];
	uint64_t total = ((uint64_t)sizes->megabytes << 20) / SLICES, sent = 0, got = 0;
	uint64_t start = cpu_ns();

	while (got < total) {
		while (sent < total) {
			ssize_t n = send(p->tcp_client, data, CHUNK, MSG_DONTWAIT);

			if (n < 0 && errno == EAGAIN)
				break;
			if (n < 0)
				fail("bulk send");
			sent += (uint64_t)n;
			if (sent - got >= 4 * CHUNK)
				break;
		}
		do { /* The first read may sleep: what was sent may wait for an acknowledgement's clock. */
			ssize_t n = recv(p->tcp_server, sink, sizeof(sink), 0);

			if (n <= 0)
				fail("bulk receive");
			got += (uint64_t)n;
		} while (got < sent && sent - got >= CHUNK);
	}
	return cpu_ns() - start;
}

static uint64_t (*const measures[MEASURES])(struct path *, const struct sizes *) = {
	measure_rr,
	measure_udp,
	measure_bulk,
};

/* A round's CPU time as the measure's unit. */
static double as_figure(int measure, uint64_t ns, const struct sizes *sizes)
{
	switch (measure) {
	case RR:
		return (double)ns / 1e3 / sizes->transactions;
	case UDP:
		return (double)ns / 1e3 / sizes->datagrams;
	default:
		return (double)sizes->megabytes * (1 << 20) * 8 / (double)ns;
	}
}

static void one_round(struct path *paths, int n, int round, const struct sizes *sizes)
{
	for (int m = 0; m < MEASURES; m++) {
		uint64_t spent[PATHS_MAX] = {0};

		for (int turn = 0; turn < SLICES * n; turn++) {
			/* Another path goes first each time: nobody always runs after the same one. */
			int k = (turn + turn / n + round + 1) % n;
			long before = sleeps();

			spent[k] += measures[m](&paths[k], sizes);
			if (round >= 0)
				paths[k].waits[m] += sleeps() - before;
		}
		for (int k = 0; round >= 0 && k < n; k++)
			paths[k].result[m][round] = as_figure(m, spent[k], sizes);
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(const double *values, int n)
{
	double sorted[ROUNDS_MAX];

	memcpy(sorted, values, (size_t)n * sizeof(*values));
	qsort(sorted, (size_t)n, sizeof(*sorted), by_value);
	return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

static void print_spread(const char *key, const double *values, int n, const char *unit)
{
	double low = values[0], high = values[0];

	for (int i = 1; i < n; i++) {
		low = values[i] < low ? values[i] : low;
		high = values[i] > high ? values[i] : high;
	}
	printf("\"%s\":{\"median\":%.4f,\"min\":%.4f,\"max\":%.4f,\"n\":%d,\"unit\":\"%s\"}", key,
	       median(values, n), low, high, n, unit);
}

/* Absolute figures of each path, and each later path's ratio to each earlier one, round by round. */
static void print_all(struct path *paths, int n, const struct sizes *sizes)
{
	const char *comma = "";
	char key[128];

	printf("{");
	for (int i = 0; i < n; i++) {
		for (int m = 0; m < MEASURES; m++) {
			double waits = (double)paths[i].waits[m];

			printf("%s\n", comma);
			snprintf(key, sizeof(key), "%s.%s", paths[i].name, measure_names[m]);
			print_spread(key, paths[i].result[m], sizes->rounds, measure_units[m]);
			printf(",\n");
			snprintf(key, sizeof(key), "%s.%s_waits", paths[i].name, measure_names[m]);
			print_spread(key, &waits, 1, "sleeps in all rounds");
			comma = ",";
			for (int j = 0; j < i; j++) {
				double ratio[ROUNDS_MAX];

				for (int r = 0; r < sizes->rounds; r++)
					ratio[r] = paths[i].result[m][r] / paths[j].result[m][r];
				printf(",\n");
				snprintf(key, sizeof(key), "%s/%s.%s_ratio", paths[i].name,
					 paths[j].name, measure_names[m]);
				print_spread(key, ratio, sizes->rounds, "ratio");
			}
		}
	}
	printf("\n}\n");
}

static int usage(int status)
{
	fputs("usage: pathcost [--rounds N] [--transactions N] [--datagrams N] [--megabytes N] "
	      "[--cpu N] PATH...\n"
	      "  PATH = name,client namespace,server namespace,server address\n"
	      "         a namespace is a name under /run/netns or a file such as /proc/7/ns/net\n"
	      "Prints JSON: name.rr name.udp name.bulk, and later/earlier.rr_ratio and so on.\n",
	      status ? stderr : stdout);
	return status;
}

static void parse_path(struct path *p, char *text)
{
	p->name = strtok(text, ",");
	p->client_ns = strtok(NULL, ",");
	p->server_ns = strtok(NULL, ",");
	p->server_address = strtok(NULL, ",");
	if (!p->server_address || strtok(NULL, ","))
		exit(usage(2));
}

static int bounded(const char *text, int low, int high)
{
	char *rest;
	long value = strtol(text, &rest, 10);

	if (rest == text || *rest || value < low || value > high) {
		fprintf(stderr, "pathcost: %s: a number from %d to %d is expected\n", text, low,
			high);
		exit(2);
	}
	return (int)value;
}

int main(int argc, char **argv)
{
	static const struct option table[] = {
		{"rounds", required_argument, NULL, 'r'},
		{"transactions", required_argument, NULL, 't'},
		{"datagrams", required_argument, NULL, 'd'},
		{"megabytes", required_argument, NULL, 'm'},
		{"cpu", required_argument, NULL, 'c'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	static struct path paths[PATHS_MAX];
	struct sizes sizes = {
		.rounds = 15, .transactions = 10000, .datagrams = 25600, .megabytes = 640};
	int option, n = 0, cpu = sched_getcpu();
	cpu_set_t set;

	while ((option = getopt_long(argc, argv, "", table, NULL)) != -1) {
		switch (option) {
		case 'r':
			sizes.rounds = bounded(optarg, 1, ROUNDS_MAX);
			break;
		case 't':
			sizes.transactions = bounded(optarg, SLICES, 10000000);
			break;
		case 'd':
			sizes.datagrams = bounded(optarg, SLICES * FLOOD, 10000000);
			break;
		case 'm':
			sizes.megabytes = bounded(optarg, SLICES, 100000);
			break;
		case 'c':
			cpu = bounded(optarg, 0, CPU_SETSIZE - 1);
			break;
		case 'h':
			return usage(0);
		default:
			return usage(2);
		}
	}
	if (optind == argc || argc - optind > PATHS_MAX)
		return usage(2);
	/* Whole turns, so that every unit counted was done. */
	sizes.transactions -= sizes.transactions % SLICES;
	sizes.datagrams -= sizes.datagrams % (SLICES * FLOOD);
	sizes.megabytes -= sizes.megabytes % SLICES;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set) != 0)
		fail("pin to one CPU");
	for (; optind < argc; optind++, n++) {
		parse_path(&paths[n], argv[optind]);
		path_open(&paths[n]);
	}
	/* Round -1 warms caches, neighbours and windows and is not kept. */
	for (int round = -1; round < sizes.rounds; round++)
		one_round(paths, n, round, &sizes);
	print_all(paths, n, &sizes);
	return 0;
}
