// SPDX-License-Identifier: Apache-2.0
/*
 * maplatency: how long a change in etcd takes to the map of a daemon.
 *
 *   maplatency ETCD_PORT PINNED_MAP PREFIX NODES PER_NODE ROUNDS
 *
 * Puts the identity of an endpoint's address by etcd's JSON gateway on 127.0.0.1 and looks at
 * vib_iphash until it is there. Prints the microseconds of each round, from before the put is sent.
 * Address e (from 1) of simulated node n (from 0) is 10.(64 + n / 256).(n % 256).e.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/bpf.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define LIMIT_US 10000000L
#define LOOK_US	 100

struct key {
	__u32 family;
	__u32 addr[4];
};

struct entry {
	__u32 identity;
	__u32 group;
	__u32 node;
	__u32 flags;
};

static void die(const char *what)
{
	fprintf(stderr, "maplatency: %s: %s\n", what, strerror(errno));
	exit(1);
}

static long now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000L + t.tv_nsec / 1000;
}

static int open_map(const char *path)
{
	union bpf_attr attr = {};
	int fd;

	attr.pathname = (__u64)(unsigned long)path;
	attr.file_flags = BPF_F_RDONLY;
	fd = syscall(SYS_bpf, BPF_OBJ_GET, &attr, sizeof(attr));
	if (fd < 0)
		die(path);
	return fd;
}

static int look(int map, const struct key *key, struct entry *entry)
{
	union bpf_attr attr = {};

	attr.map_fd = map;
	attr.key = (__u64)(unsigned long)key;
	attr.value = (__u64)(unsigned long)entry;
	return syscall(SYS_bpf, BPF_MAP_LOOKUP_ELEM, &attr, sizeof(attr));
}

static int dial(int port)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
	int one = 1;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)))
		die("connect to etcd");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return fd;
}

static void base64(const char *in, char *out)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t n = strlen(in);

	for (size_t i = 0; i < n; i += 3) {
		unsigned int v = (unsigned char)in[i] << 16;

		if (i + 1 < n)
			v |= (unsigned char)in[i + 1] << 8;
		if (i + 2 < n)
			v |= (unsigned char)in[i + 2];
		*out++ = digits[v >> 18];
		*out++ = digits[v >> 12 & 63];
		*out++ = i + 1 < n ? digits[v >> 6 & 63] : '=';
		*out++ = i + 2 < n ? digits[v & 63] : '=';
	}
	*out = 0;
}

static void put(int etcd, const char *key, const char *value)
{
	char k[512], v[512], body[1200], request[1600], answer[4096];
	int length;

	base64(key, k);
	base64(value, v);
	length = snprintf(body, sizeof(body), "{\"key\":\"%s\",\"value\":\"%s\"}", k, v);
	length = snprintf(request, sizeof(request),
			  "POST /v3/kv/put HTTP/1.1\r\nHost: etcd\r\nContent-Length: %d\r\n\r\n%s",
			  length, body);
	if (write(etcd, request, length) != length)
		die("put");
	/* The answer is short and ends in an empty chunk. */
	length = 0;
	for (;;) {
		int got = read(etcd, answer + length, sizeof(answer) - 1 - length);

		if (got <= 0)
			die("answer of etcd");
		length += got;
		answer[length] = 0;
		if (strstr(answer, "\r\n0\r\n") || strstr(answer, "\"revision\""))
			break;
	}
	if (strncmp(answer, "HTTP/1.1 200", 12)) {
		fprintf(stderr, "maplatency: etcd answers: %s\n", answer);
		exit(1);
	}
}

int main(int argc, char **argv)
{
	int etcd, map, nodes, per_node, rounds;

	if (argc != 7) {
		fprintf(stderr,
			"usage: maplatency ETCD_PORT PINNED_MAP PREFIX NODES PER_NODE ROUNDS\n");
		return 2;
	}
	map = open_map(argv[2]);
	nodes = atoi(argv[4]);
	per_node = atoi(argv[5]);
	rounds = atoi(argv[6]);
	srand(1);
	for (int i = 0; i < rounds; i++) {
		int n = rand() % nodes, e = rand() % per_node + 1;
		__u32 identity = 1000000 + i;
		struct key key = {.family = 4};
		struct entry entry = {};
		char name[256], value[128];
		long begun, seen;

		snprintf(name, sizeof(name), "%s/v1/ip/sim-%d/10.%d.%d.%d", argv[3], n,
			 64 + n / 256, n % 256, e);
		snprintf(value, sizeof(value), "{\"identity\":%u,\"endpoint\":\"e%d\"}", identity,
			 e);
		key.addr[0] = htonl(10U << 24 | (64U + n / 256) << 16 | (n % 256U) << 8 | e);
		etcd = dial(atoi(argv[1]));
		begun = now_us();
		put(etcd, name, value);
		do {
			if (look(map, &key, &entry))
				entry.identity = 0;
			seen = now_us();
			if (seen - begun > LIMIT_US) {
				fprintf(stderr, "maplatency: %s is not in the map after 10 s\n",
					name);
				return 1;
			}
			if (entry.identity != identity)
				usleep(LOOK_US);
		} while (entry.identity != identity);
		close(etcd);
		printf("%ld\n", seen - begun);
		fflush(stdout);
		usleep(20000);
	}
	return 0;
}
