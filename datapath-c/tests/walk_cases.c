// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The walk: no-ops, hits, empty chains, traces, samples. */
#include "harness.h"

static const struct {
	enum vib_chain chain;
	int slot;
} spots[] = {
	{VIB_CHAIN_EP, 1},    {VIB_CHAIN_EP, 14}, {VIB_CHAIN_EP, 17},  {VIB_CHAIN_EP, 20},
	{VIB_CHAIN_EP, 28},   {VIB_CHAIN_DLV, 8}, {VIB_CHAIN_DLV, 14}, {VIB_CHAIN_DLV, 17},
	{VIB_CHAIN_DLV, 28},  {VIB_CHAIN_NET, 3}, {VIB_CHAIN_NET, 14}, {VIB_CHAIN_NET, 30},
	{VIB_CHAIN_HOST, 13}, {VIB_CHAIN_EP, 29},
};

static int fill(int write)
{
	size_t i;

	for (i = 0; i < sizeof(spots) / sizeof(*spots); i++) {
		if (spots[i].chain == VIB_CHAIN_HOST)
			continue;
		if (write)
			write_slot(spots[i].chain, spots[i].slot, dp.noop[spots[i].slot]);
		else
			clear_slot(spots[i].chain, spots[i].slot);
	}
	return 0;
}

static void noops(void)
{
	uint64_t policy_ep, policy_dlv, trace_dlv, below;

	fill(1);
	/* the first packet of each flow is notable: the slot of the trace sees it */
	dp.settings.flow_causes = VIB_CAUSE_START;
	configure();
	policy_ep = hits(VIB_CHAIN_EP, 14);
	policy_dlv = hits(VIB_CHAIN_DLV, 14);
	trace_dlv = hits(VIB_CHAIN_DLV, 28);
	below = hits(VIB_CHAIN_EP, 28);
	CASE("walk: no-ops change nothing (local)", FROM_A, PACKET(ETH(), IP4(A4, B4), UDP(1, 2)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.b, .any_output = 1, .entries = 1);
	check_that("walk: each stage of both chains was hit once",
		   hits(VIB_CHAIN_EP, 14) == policy_ep + 1 &&
			   hits(VIB_CHAIN_DLV, 14) == policy_dlv + 1 &&
			   hits(VIB_CHAIN_DLV, 28) == trace_dlv + 1);
	check_that("walk: the trace slot ran once, in the chain in force",
		   hits(VIB_CHAIN_EP, 28) == below);
	CASE("walk: a flow that goes on as before", FROM_A, PACKET(ETH(), IP4(A4, B4), UDP(1, 2)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.b, .any_output = 1, .cached = 1);
	check_that("walk: is nothing to the trace slot", hits(VIB_CHAIN_DLV, 28) == trace_dlv + 1);
	CASE("walk: no-ops change nothing (world)", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .entries = 1);
	CASE("walk: no-ops change nothing (underlay)", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, HOST4), UDP(1, 2)), .action = TC_ACT_OK);
	below = hits(VIB_CHAIN_EP, 28);
	CASE("walk: a dropped packet is traced too", FROM_A, PACKET(ETH(), IP4(B4, A4), UDP(1, 2)),
	     .drop = 132);
	check_that("walk: by the trace slot", hits(VIB_CHAIN_EP, 28) == below + 1);
	dp.settings.flow_causes = 0;
	configure();
}

static void released_core(void)
{
	static const int core[] = {VIB_SLOT_GUARD,   VIB_SLOT_CONNTRACK, VIB_SLOT_IPCACHE,
				   VIB_SLOT_DELIVER, VIB_SLOT_COMMIT,	 VIB_SLOT_TERMINAL};
	size_t i;

	forget_flows();
	write_slot(VIB_CHAIN_HOST, VIB_SLOT_CONNTRACK, dp.noop[VIB_SLOT_CONNTRACK]);
	write_slot(VIB_CHAIN_HOST, VIB_SLOT_DELIVER, dp.noop[VIB_SLOT_DELIVER]);
	write_slot(VIB_CHAIN_HOST, VIB_SLOT_TERMINAL, dp.noop[VIB_SLOT_TERMINAL]);
	CASE("walk: a host chain of no-ops passes", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, B4), UDP(1, 2)), .action = TC_ACT_OK, .ct = -1);
	for (i = 0; i < sizeof(core) / sizeof(*core); i++)
		write_slot(VIB_CHAIN_EP, core[i], dp.noop[core[i]]);
	CASE("walk: an ep chain of no-ops drops, counted", FROM_A,
	     PACKET(ETH(), IP4(A4, B4), UDP(1, 2)), .drop = 140);
	for (i = 0; i < sizeof(core) / sizeof(*core); i++)
		clear_slot(VIB_CHAIN_EP, core[i]);
	fill(0);
	CASE("walk: an empty ep chain drops, counted", FROM_A,
	     PACKET(ETH(), IP4(A4, B4), UDP(1, 2)), .drop = 140);
	clear_slot(VIB_CHAIN_HOST, VIB_SLOT_CONNTRACK);
	clear_slot(VIB_CHAIN_HOST, VIB_SLOT_DELIVER);
	clear_slot(VIB_CHAIN_HOST, VIB_SLOT_TERMINAL);
	clear_slot(VIB_CHAIN_HOST, VIB_SLOT_GUARD);
	clear_slot(VIB_CHAIN_HOST, VIB_SLOT_IPCACHE);
	CASE("walk: an empty host chain passes", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, B4), UDP(1, 2)), .action = TC_ACT_OK);
}

static void trace(void)
{
	static struct vib_scratch before, after;
	struct packet p = PACKET(ETH(), IP4(A4, B4), UDP(1, 2), MARK(0x7ace));
	uint32_t i;
	int ordered = 1;

	CASE("trace: with the mark but no trace running it is a packet", FROM_A, p,
	     .action = TC_ACT_REDIRECT, .to = dp.dev.b, .any_output = 1, .entries = 1);
	forget_flows();
	dp.settings.trace_mark = 0x7ace;
	configure();
	read_scratch(&before);
	CASE("trace: the synthetic packet gets the real verdict", FROM_A, p,
	     .action = TC_ACT_REDIRECT, .to = dp.dev.b, .any_output = 1, .ct = VIB_CT_NEW);
	read_scratch(&after);
	check_that("trace: it is found by its mark and has ended",
		   after.trace.id == 0x7ace && after.trace.done &&
			   after.trace.action == TC_ACT_REDIRECT &&
			   after.trace.meta.dst_id == ID_B);
	for (i = 1; i < after.trace.count; i++)
		ordered &= after.trace.step[i].ns >= after.trace.step[i - 1].ns;
	check_that("trace: the steps are guard, conntrack, ipcache, deliver, deliver, commit",
		   after.trace.count == 6 && ordered && after.trace.step[0].slot == 0 &&
			   after.trace.step[1].slot == 8 && after.trace.step[2].slot == 13 &&
			   after.trace.step[3].slot == 24 &&
			   after.trace.step[3].chain == VIB_CHAIN_EP &&
			   after.trace.step[4].slot == 24 &&
			   after.trace.step[4].chain == VIB_CHAIN_DLV &&
			   after.trace.step[5].slot == 26);
	check_that("trace: the record names the slot that ended the walk, not commit",
		   after.trace.meta.slot == VIB_SLOT_DELIVER);
	check_that(
		"trace: no hit, packet or byte was counted",
		!__builtin_memcmp(before.hits, after.hits, sizeof(before.hits)) &&
			!__builtin_memcmp(before.packets, after.packets, sizeof(before.packets)) &&
			!__builtin_memcmp(before.bytes, after.bytes, sizeof(before.bytes)));
	dp.settings.trace_mark = 0;
	configure();
}

static void samples(void)
{
	static struct vib_scratch before, after;
	struct packet p = PACKET(ETH(), IP4(GATEWAY4, B4), UDP(1, 2));
	uint64_t n;

	dp.settings.sample = 4;
	configure();
	read_scratch(&before);
	run_root(VIB_CHAIN_HOST, dp.dev.host, &p, 4000, NULL);
	read_scratch(&after);
	dp.settings.sample = 0;
	configure();
	n = after.ns_count[VIB_CHAIN_HOST][VIB_SLOT_CONNTRACK] -
	    before.ns_count[VIB_CHAIN_HOST][VIB_SLOT_CONNTRACK];
	check_that("sample: one packet in four is timed", n == 1000);
	check_that("sample: the root and the clock are timed too",
		   after.root_count[VIB_CHAIN_HOST] - before.root_count[VIB_CHAIN_HOST] == 1000 &&
			   after.clock_count - before.clock_count == 1000);
	check_that("sample: the time is plausible (below 100 us per run)",
		   (after.ns[VIB_CHAIN_HOST][VIB_SLOT_CONNTRACK] -
		    before.ns[VIB_CHAIN_HOST][VIB_SLOT_CONNTRACK]) /
				   n <
			   100000);
	check_that("hits: every packet is counted",
		   after.hits[VIB_CHAIN_HOST][VIB_SLOT_CONNTRACK] -
				   before.hits[VIB_CHAIN_HOST][VIB_SLOT_CONNTRACK] ==
			   4000);
}

static void passed_by(void)
{
	struct packet udp = PACKET(ETH(), IP4(A4, B4), UDP(1, 2));
	struct packet ping = PACKET(ETH(), IP4(A4, B4), ICMP(8, 0));
	uint64_t guard = hits(VIB_CHAIN_EP, VIB_SLOT_GUARD), ipcache, dlv;

	run_root(VIB_CHAIN_EP, dp.dev.a, &udp, 1, NULL);
	check_that("passed by: the guard by unicast UDP",
		   hits(VIB_CHAIN_EP, VIB_SLOT_GUARD) == guard);
	ipcache = hits(VIB_CHAIN_EP, VIB_SLOT_IPCACHE);
	dlv = hits(VIB_CHAIN_DLV, VIB_SLOT_DELIVER);
	run_root(VIB_CHAIN_EP, dp.dev.a, &udp, 1, NULL);
	check_that("passed by: ipcache by the flow's next packet",
		   hits(VIB_CHAIN_EP, VIB_SLOT_IPCACHE) == ipcache);
	check_that("passed by: delivery at once counts as dlv's",
		   hits(VIB_CHAIN_DLV, VIB_SLOT_DELIVER) == dlv + 1);
	run_root(VIB_CHAIN_EP, dp.dev.a, &ping, 1, NULL);
	check_that("passed by: not the guard by ICMP",
		   hits(VIB_CHAIN_EP, VIB_SLOT_GUARD) == guard + 1);
	check_that("passed by: not ipcache by a new flow",
		   hits(VIB_CHAIN_EP, VIB_SLOT_IPCACHE) == ipcache + 1);
}

void walk_cases(void)
{
	forget_flows();
	passed_by();
	forget_flows();
	trace();
	forget_flows();
	samples();
	forget_flows();
	noops();
	released_core();
}
