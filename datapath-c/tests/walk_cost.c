// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * walk_cost DIR [OTHER [ROUNDS]]: nanoseconds per packet of established flows on the ways between
 * endpoints, by BPF_PROG_TEST_RUN: out and in by native, VXLAN and Geneve, and to a local endpoint.
 * With OTHER, a second folder of objects, the two take turns walk by walk, and the ratio of OTHER to
 * DIR is that of each round: it holds on a busy machine, where the times do not. A frame that a
 * tunnel has been put on or taken off is another one, so these run once per call, with the clock's
 * cost in the figure.
 */
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"

#define PEER4	   "192.0.2.20"
#define MAX_ROUNDS 1001
#define TTL_RUNS   200 /* each run takes one from a TTL of 255 */
#define CALLS	   100

/* Of overlay/tunnels.h, whose maps only programs can include. */
struct overlay_config {
	__be16 port[2];
	__u32 flags, vtep_vni, device[2], reserved[3];
};
struct peer_key {
	__u32 family;
	__be32 peer[4], local[4];
};
struct peer {
	__u32 node, flags;
};

enum walk {
	LOCAL,
	NATIVE_OUT,
	NATIVE_IN,
	VXLAN_OUT,
	VXLAN_IN,
	GENEVE_OUT,
	GENEVE_IN,
	WALKS,
};
static const char *const names[WALKS] = {"local",    "native_out", "native_in", "vxlan_out",
					 "vxlan_in", "geneve_out", "geneve_in"};

static struct datapath instance[2];
static struct packet frames[WALKS];
static double ns[2][WALKS][MAX_ROUNDS];

static void put(int fd, const void *key, const void *value)
{
	if (bpf_map_update_elem(fd, key, value, BPF_ANY)) {
		perror("map");
		exit(2);
	}
}

static void load_tunnel(const char *dir, const char *mode, int decap, int forward)
{
	struct overlay_config config = {.port = {htons(8472), htons(6081)}};
	struct peer_key key = {.family = 4};
	struct peer peer = {.node = NODE_REMOTE};
	char path[512], stage[64];
	__u32 zero = 0;

	snprintf(path, sizeof(path), "%s/%s.bpf.o", dir, mode);
	snprintf(stage, sizeof(stage), "vib_stage_decap_%s", mode);
	write_slot(VIB_CHAIN_NET, decap, load_stage_object(path, stage));
	snprintf(stage, sizeof(stage), "vib_stage_forward_%s", mode);
	write_slot(VIB_CHAIN_EP, forward, program_beside(stage));
	put(map_of_last_object("vib_overlay_config"), &zero, &config);
	inet_pton(AF_INET, PEER4, key.peer);
	inet_pton(AF_INET, HOST4, key.local);
	put(map_of_last_object("vib_tunnel_peers"), &key, &peer);
}

static void load_modes(const char *dir)
{
	struct vib_node node = {.group = GROUP_REMOTE, .mtu = 1500, .hops = 1};
	char path[512];

	node.family = address(PEER4, node.addr);
	address(HOST4, node.source);
	node.hop[0].ifindex = dp.dev.underlay;
	node.hop[0].family = address(PEER4, node.hop[0].next);
	put_node(NODE_REMOTE, &node);
	snprintf(path, sizeof(path), "%s/native.bpf.o", dir);
	write_slot(VIB_CHAIN_EP, VIB_SLOT_FORWARD_NATIVE,
		   load_stage_object(path, "vib_stage_native"));
	load_tunnel(dir, "vxlan", VIB_SLOT_DECAP_VXLAN, VIB_SLOT_FORWARD_VXLAN);
	load_tunnel(dir, "geneve", VIB_SLOT_DECAP_GENEVE, VIB_SLOT_FORWARD_GENEVE);
}

static int forward_slot(enum walk walk)
{
	if (walk >= GENEVE_OUT)
		return VIB_SLOT_FORWARD_GENEVE;
	return walk >= VXLAN_OUT ? VIB_SLOT_FORWARD_VXLAN : VIB_SLOT_FORWARD_NATIVE;
}

static void swap(uint8_t *a, uint8_t *b, int n)
{
	while (n--) {
		uint8_t keep = *a;

		*a++ = *b;
		*b++ = keep;
	}
}

/* Turns an IPv4 packet with ports around; its checksums stay right. */
static void turn(uint8_t *ip)
{
	swap(ip + 12, ip + 16, 4);
	swap(ip + 20, ip + 22, 2);
}

/* What the other host would answer to the tunnel frame that the last run made. */
static struct packet answer(uint32_t head)
{
	const uint32_t tunnel = 14 + 20 + 8;
	struct packet p = {.len = last.len};
	uint32_t id = htonl(ID_REMOTE << 8), option = htonl(ID_REMOTE);

	memcpy(p.data, last.frame, last.len);
	swap(p.data + 14 + 12, p.data + 14 + 16, 4);
	memcpy(p.data + tunnel + 4, &id, 4);
	if (head > 8)
		memcpy(p.data + tunnel + 12, &option, 4);
	turn(p.data + tunnel + head + 14);
	return p;
}

static double run(enum walk walk)
{
	int in = walk == NATIVE_IN || walk == VXLAN_IN || walk == GENEVE_IN;
	enum vib_chain chain = in ? VIB_CHAIN_NET : VIB_CHAIN_EP;
	int ifindex = in ? dp.dev.underlay : walk == LOCAL ? dp.dev.t : dp.dev.a;
	int calls = walk >= VXLAN_OUT ? CALLS : 1, i;
	double sum = 0;
	uint32_t once;

	for (i = 0; i < calls; i++) {
		if (run_root(chain, ifindex, &frames[walk], calls == 1 ? TTL_RUNS : 1, &once) !=
		    TC_ACT_REDIRECT) {
			fprintf(stderr, "walk %s: not redirected\n", names[walk]);
			exit(1);
		}
		sum += once;
	}
	return sum / calls;
}

/* One packet of each way makes the flow and shows how the tunnels look. */
static void make_frames(void)
{
	/* from the endpoint whose MAC is not checked: delivery writes others into the frame */
	frames[LOCAL] = PACKET(ETH(), IP4(T4, B4, .ttl = 255), UDP(1, 2), BYTES(22));
	frames[NATIVE_OUT] = frames[VXLAN_OUT] = frames[GENEVE_OUT] =
		PACKET(ETH(), IP4(A4, REMOTE4, .ttl = 255), UDP(1, 2), BYTES(22));
	frames[NATIVE_IN] = PACKET(ETH(), IP4(REMOTE4, A4, .ttl = 255), UDP(2, 1), BYTES(22));
	put_group(GROUP_REMOTE, VIB_SLOT_FORWARD_VXLAN);
	run(VXLAN_OUT);
	frames[VXLAN_IN] = answer(8);
	put_group(GROUP_REMOTE, VIB_SLOT_FORWARD_GENEVE);
	run(GENEVE_OUT);
	frames[GENEVE_IN] = answer(16);
}

static int order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(const double *v, int n)
{
	double sorted[MAX_ROUNDS];

	memcpy(sorted, v, n * sizeof(*v));
	qsort(sorted, n, sizeof(*sorted), order);
	return sorted[n / 2];
}

int main(int argc, char **argv)
{
	int rounds = argc > 3 ? atoi(argv[3]) : 100;
	int folders = argc > 2 ? 2 : 1;
	int r, w, i, k;

	if (argc < 2 || rounds < 1 || rounds > MAX_ROUNDS) {
		fprintf(stderr, "usage: walk_cost OBJECTS [OTHER [ROUNDS]]\n");
		return 2;
	}
	for (i = 0; i < folders; i++) {
		if (i)
			start_another(argv[1 + i]);
		else
			start(argv[1]);
		load_modes(argv[1 + i]);
		make_frames();
		instance[i] = dp;
	}
	for (w = 0; w < WALKS; w++) {
		for (r = 0; r < rounds; r++) {
			for (i = 0; i < folders; i++) {
				k = (i + r) % folders;
				dp = instance[k];
				put_group(GROUP_REMOTE, forward_slot(w));
				ns[k][w][r] = run(w);
			}
		}
	}
	for (w = 0; w < WALKS; w++) {
		printf("%-12s %7.1f ns", names[w], median(ns[0][w], rounds));
		if (folders > 1) {
			double ratio[MAX_ROUNDS];

			for (r = 0; r < rounds; r++)
				ratio[r] = ns[1][w][r] / ns[0][w][r];
			printf(" %7.1f ns  ratio %.3f", median(ns[1][w], rounds),
			       median(ratio, rounds));
		}
		printf("\n");
	}
	finish();
	return 0;
}
