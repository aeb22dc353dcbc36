// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * stage_cost DIR [ROUNDS [REPEAT]]: nanoseconds per packet by BPF_PROG_TEST_RUN, median of many short
 * rounds (2 ms, so that most are not preempted). What one more stage costs in a chain: two instances of
 * the datapath whose net chain holds no-op stages (each counts its hit) where the core has its own,
 * one of them 6 more between these; run in turn; a round's difference, by 6. The instances change
 * roles after each block, so that where their memory lies cancels out. Then real walks. The last line
 * is a JSON object.
 *
 * Where another guest runs on the core's second hardware thread, all of this takes up to twice as long.
 * A reference loop, which only a core of one's own runs at full speed, brackets each measurement: only
 * rounds in which it was at most a tenth over its fastest count; how many did not is printed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness.h"

#define STAGES	   6
#define WALKS	   6
#define MAX_ROUNDS 1001
#define BLOCK	   25  /* rounds of one configuration in a row */
#define PATIENCE   50  /* times the rounds asked for, before too few of them were undisturbed */
#define DISTURBED  1.1 /* of the reference loop's fastest */

static const int slots[STAGES] = {1, 4, 10, 14, 17, 20};

static struct walk {
	const char *name;
	enum vib_chain chain;
	int ifindex;
	struct packet packet;
	double ns[MAX_ROUNDS];
} walks[WALKS];

struct round {
	double empty, full; /* ns */
	double reference;   /* the slowest of the loops around it */
};

static struct datapath instance[2];
static struct round taken[MAX_ROUNDS * PATIENCE];
static double empty[MAX_ROUNDS], full[MAX_ROUNDS];
static double slope[MAX_ROUNDS]; /* per stage */
static double fastest = 1e9;	 /* reference loop so far */

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

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Nanoseconds for 4 independent additions: as many at once as a core can do alone. */
static double reference(void)
{
	uint64_t a = 0, b = 0, c = 0, d = 0, start = now_ns();
	double ns;

	for (int i = 0; i < 200000; i++) {
		a++, b++, c++, d++;
		__asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d)); /* Really adds. */
	}
	ns = (double)(now_ns() - start) / 200000;
	if (ns < fastest)
		fastest = ns;
	return ns;
}

static double slower(double x, double y)
{
	return x > y ? x : y;
}

static int undisturbed(double reference_ns)
{
	return reference_ns <= fastest * DISTURBED;
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
static void take_block(struct round *out, int with, uint32_t repeat)
{
	int i;

	dp = instance[with];
	for (i = 0; i < STAGES; i++)
		write_slot(VIB_CHAIN_NET, slots[i], dp.noop[slots[i]]);
	for (i = 0; i < BLOCK; i++) {
		double before = reference();

		out[i].empty = measure_net(!with, repeat);
		before = slower(before, reference());
		out[i].full = measure_net(with, repeat);
		out[i].reference = slower(before, reference());
	}
	dp = instance[with];
	for (i = 0; i < STAGES; i++)
		clear_slot(VIB_CHAIN_NET, slots[i]);
}

/* Keeps the undisturbed rounds, `rounds` at most; how many there are. */
static int keep(int count, int rounds)
{
	int kept = 0;

	for (int r = 0; r < count && kept < rounds; r++) {
		if (!undisturbed(taken[r].reference))
			continue;
		empty[kept] = taken[r].empty;
		full[kept] = taken[r].full;
		slope[kept] = (full[kept] - empty[kept]) / STAGES;
		kept++;
	}
	return kept;
}

/* Blocks of rounds until enough of them were undisturbed: how many were taken. */
static int measure_stages(int rounds, uint32_t repeat)
{
	int count = 0;

	for (int with = 0; count + BLOCK <= rounds * PATIENCE; with = !with) {
		take_block(&taken[count], with, repeat);
		count += BLOCK;
		if (with && keep(count, rounds) == rounds)
			break;
	}
	return count;
}

static void measure_walk(struct walk *walk, int rounds, uint32_t repeat)
{
	int tries = rounds * PATIENCE, r = 0;
	double before = reference();

	while (r < rounds && tries-- > 0) {
		double ns = measure(walk->chain, walk->ifindex, &walk->packet, repeat);
		double after = reference();

		if (undisturbed(slower(before, after)))
			walk->ns[r++] = ns;
		before = after;
	}
	if (r < rounds) {
		fprintf(stderr, "stage_cost: %s: only %d of %d rounds had the core to themselves\n",
			walk->name, r, rounds * PATIENCE);
		exit(1);
	}
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[2]) : 100;
	int repeat = argc > 3 ? atoi(argv[3]) : 20000;
	int count, i;

	if (argc < 2 || rounds < 1 || rounds > MAX_ROUNDS || repeat < 1) {
		fprintf(stderr, "usage: stage_cost OBJECTS [ROUNDS [REPEAT]]\n");
		return 2;
	}
	for (i = 0; i < 10000; i++) /* Half a second to meet the core alone once. */
		reference();
	start(argv[1]);
	instance[0] = dp;
	start_another(argv[1]);
	instance[1] = dp;
	set_up_walks();
	for (i = 1; i < WALKS; i++)
		measure_walk(&walks[i], rounds, repeat);
	for (i = 0; i < 2; i++) {
		dp = instance[i];
		noops_in_net();
	}
	count = measure_stages(rounds, repeat);
	i = keep(count, rounds);
	if (i < rounds) {
		fprintf(stderr, "stage_cost: only %d of %d rounds had the core to themselves\n", i,
			count);
		exit(1);
	}
	memcpy(walks[0].ns, empty, sizeof(empty));
	printf("net chain of 4 no-ops            %6.1f ns\n", median(empty, rounds));
	printf("net chain of 4 + %d no-ops        %6.1f ns\n", STAGES, median(full, rounds));
	for (i = 0; i < WALKS; i++)
		printf("%-30s %6.1f ns\n", walks[i].name, median(walks[i].ns, rounds));
	printf("%d rounds taken for %d with the core to themselves\n", count, rounds);
	printf("{\"slot.stage_ns\": {\"median\": %.2f, \"min\": %.2f, \"max\": %.2f, \"n\": %d, "
	       "\"unit\": \"ns\"}, \"root_ns\": %.1f}\n",
	       median(slope, rounds), slope[0], slope[rounds - 1], rounds, median(empty, rounds));
	finish();
	return 0;
}
