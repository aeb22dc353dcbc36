// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * stage_cost DIR [ROUNDS [REPEAT]]: nanoseconds per packet by BPF_PROG_TEST_RUN, median of many short
 * rounds (2 ms, so that most are not preempted). What one more stage costs in a chain: two instances of
 * the datapath whose net chain holds no-op stages (each counts its hit) where the core has its own,
 * one of them 6 more between these; run in turn; a round's difference, by 6. The instances change
 * roles after each block, so that where their memory lies cancels out. Then real walks. The last line
 * is a JSON object.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"

#define STAGES	   6
#define WALKS	   6
#define MAX_ROUNDS 1001
#define BLOCK	   25 /* rounds of one configuration in a row */

static const int slots[STAGES] = {1, 4, 10, 14, 17, 20};

static struct walk {
	const char *name;
	enum vib_chain chain;
	int ifindex;
	struct packet packet;
	double ns[MAX_ROUNDS];
} walks[WALKS];

static struct datapath instance[2];
static double empty[MAX_ROUNDS], full[MAX_ROUNDS];
static double slope[MAX_ROUNDS]; /* per stage */

static int order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *v, int n)
{
	qsort(v, n, sizeof(*v), order);
	return n & 1 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static double measure(enum vib_chain chain, int ifindex, const struct packet *p, uint32_t repeat)
{
	uint32_t ns;

	run_root(chain, ifindex, p, repeat, &ns);
	return ns;
}

static void set_up_walks(void)
{
	walks[0] = (struct walk){"net_pass_noops", VIB_CHAIN_NET, dp.dev.underlay,
				 PACKET(ETH(), IP4(WORLD4, HOST4), UDP(1, 2), BYTES(22))};
	walks[1] = (struct walk){"ep_world_established", VIB_CHAIN_EP, dp.dev.a,
				 PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2), BYTES(22))};
	walks[2] = (struct walk){"ep_world_established_tcp", VIB_CHAIN_EP, dp.dev.a,
				 PACKET(ETH(), IP4(A4, WORLD4), TCP(1, 2, 0x10), BYTES(10))};
	walks[3] = (struct walk){"ep_world_established_ip6", VIB_CHAIN_EP, dp.dev.a,
				 PACKET(ETH(), IP6(A6, WORLD6), UDP(1, 2), BYTES(2))};
	walks[4] = (struct walk){"host_to_endpoint_established", VIB_CHAIN_HOST, dp.dev.host,
				 PACKET(ETH(), IP4(GATEWAY4, B4), UDP(1, 2), BYTES(22))};
	walks[5] = (struct walk){"net_pass_with_conntrack", VIB_CHAIN_NET, dp.dev.underlay,
				 PACKET(ETH(), IP4(WORLD4, HOST4), UDP(1, 2), BYTES(22))};
}

static const int core_slots[] = {VIB_SLOT_CONNTRACK, VIB_SLOT_IPCACHE, VIB_SLOT_DELIVER,
				 VIB_SLOT_TERMINAL};

static void noops_in_net(void)
{
	size_t i;

	for (i = 0; i < sizeof(core_slots) / sizeof(*core_slots); i++)
		write_slot(VIB_CHAIN_NET, core_slots[i], dp.noop[core_slots[i]]);
}

static double measure_net(int which, uint32_t repeat)
{
	dp = instance[which];
	return measure(VIB_CHAIN_NET, dp.dev.underlay, &walks[0].packet, repeat);
}

/* Clearing a slot waits for RCU at each patched jump, so roles last for a block of rounds. */
static void measure_stages(int from, int to, uint32_t repeat)
{
	int with = (from / BLOCK) & 1;
	int i, r;

	dp = instance[with];
	for (i = 0; i < STAGES; i++)
		write_slot(VIB_CHAIN_NET, slots[i], dp.noop[slots[i]]);
	for (r = from; r < to; r++) {
		empty[r] = measure_net(!with, repeat);
		full[r] = measure_net(with, repeat);
		slope[r] = (full[r] - empty[r]) / STAGES;
	}
	dp = instance[with];
	for (i = 0; i < STAGES; i++)
		clear_slot(VIB_CHAIN_NET, slots[i]);
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[2]) : 100;
	int repeat = argc > 3 ? atoi(argv[3]) : 20000;
	int r, i;

	if (argc < 2 || rounds < 1 || rounds > MAX_ROUNDS || repeat < 1) {
		fprintf(stderr, "usage: stage_cost OBJECTS [ROUNDS [REPEAT]]\n");
		return 2;
	}
	start(argv[1]);
	instance[0] = dp;
	start_another(argv[1]);
	instance[1] = dp;
	set_up_walks();
	for (r = 1; r < WALKS; r++)
		for (i = 0; i < rounds; i++)
			walks[r].ns[i] =
				measure(walks[r].chain, walks[r].ifindex, &walks[r].packet, repeat);
	for (i = 0; i < 2; i++) {
		dp = instance[i];
		noops_in_net();
	}
	for (r = 0; r < rounds; r += BLOCK)
		measure_stages(r, r + BLOCK < rounds ? r + BLOCK : rounds, repeat);
	memcpy(walks[0].ns, empty, sizeof(empty));
	printf("net chain of 4 no-ops            %6.1f ns\n", median(empty, rounds));
	printf("net chain of 4 + %d no-ops        %6.1f ns\n", STAGES, median(full, rounds));
	for (i = 0; i < WALKS; i++)
		printf("%-30s %6.1f ns\n", walks[i].name, median(walks[i].ns, rounds));
	printf("{\"slot.stage_ns\": {\"median\": %.2f, \"min\": %.2f, \"max\": %.2f, \"n\": %d, "
	       "\"unit\": \"ns\"}, \"root_ns\": %.1f}\n",
	       median(slope, rounds), slope[0], slope[rounds - 1], rounds, median(empty, rounds));
	finish();
	return 0;
}
