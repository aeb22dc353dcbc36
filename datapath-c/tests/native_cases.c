// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Native forwarding: ways, TTL, sizes, and what has no way. */
#include <stdio.h>
#include <string.h>

#include <bpf/bpf.h>

#include "harness.h"

static int stage_fd, ways_fd;

struct vib_node node_by(const char *next, int ifindex)
{
	struct vib_node node = {.group = GROUP_REMOTE, .mtu = 1500, .hops = 1};

	node.family = address(next, node.addr);
	node.hop[0].ifindex = ifindex;
	node.hop[0].family = address(next, node.hop[0].next);
	return node;
}

static void ways(void)
{
	struct vib_node node = node_by("192.0.2.20", dp.dev.underlay);
	struct packet out = PACKET(ETH(), IP4(A4, REMOTE4, .ttl = 63), UDP(1, 2), BYTES(30));
	struct packet from_host = PACKET(ETH(), IP4(GATEWAY4, REMOTE4), UDP(1, 2));
	static struct vib_scratch s;
	int i, seen[2] = {}, stray = 0;

	put_node(NODE_REMOTE, &node);
	CASE("native: from an endpoint, TTL one less", FROM_A,
	     PACKET(ETH(), IP4(A4, REMOTE4), UDP(1, 2), BYTES(30)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.underlay, .out = &out, .entries = 1);
	CASE("native: the flow's next packet", FROM_A,
	     PACKET(ETH(), IP4(A4, REMOTE4), UDP(1, 2), BYTES(30)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.underlay, .out = &out, .cached = 1);
	CASE("native: from the host, TTL kept", FROM_HOST, from_host, .action = TC_ACT_REDIRECT,
	     .to = dp.dev.underlay, .entries = 1);
	CASE("native: the world is not its business", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .entries = 1);
	node.hops = 2;
	node.hop[1] = node.hop[0];
	node.hop[1].ifindex = dp.dev.c;
	put_node(NODE_REMOTE, &node);
	for (i = 0; i < 64; i++) {
		struct packet p = PACKET(ETH(), IP4(A4, REMOTE4), UDP(1000 + i, 2));
		uint32_t first;

		run_root(VIB_CHAIN_EP, dp.dev.a, &p, 1, NULL);
		read_scratch(&s);
		first = s.meta.out_ifindex;
		run_root(VIB_CHAIN_EP, dp.dev.a, &p, 1, NULL);
		read_scratch(&s);
		stray += s.meta.out_ifindex != first;
		seen[first == (uint32_t)dp.dev.c]++;
	}
	check_that("native: flows are spread over two ways", seen[0] > 10 && seen[1] > 10);
	check_that("native: a flow stays on its way", !stray);
	forget_flows();
}

static void families(void)
{
	struct vib_node node = node_by("192.0.2.20", dp.dev.underlay);
	struct vib_node six = node_by("2001:db8:1::20", dp.dev.underlay);
	struct packet in6 = PACKET(ETH(), IP6(A6, REMOTE6), UDP(1, 2));
	struct packet out6 = PACKET(ETH(), IP6(A6, REMOTE6, .ttl = 63), UDP(1, 2));
	struct vib_node_key key = {.id = NODE_REMOTE};

	put_node(NODE_REMOTE, &node);
	CASE("native: IPv6 cannot go to an IPv4 neighbour", FROM_A, in6, .drop = 169);
	check_that("native: the way of IPv6 is written",
		   !bpf_map_update_elem(ways_fd, &key, &six, BPF_ANY));
	CASE("native: IPv6 by its own way", FROM_A, in6, .action = TC_ACT_REDIRECT,
	     .to = dp.dev.underlay, .out = &out6, .entries = 1);
	put_node(NODE_REMOTE, &six);
	CASE("native: IPv6 by an IPv6 node", FROM_A, in6, .action = TC_ACT_REDIRECT,
	     .to = dp.dev.underlay, .out = &out6, .cached = 1);
	CASE("native: IPv4 by an IPv6 neighbour", FROM_A,
	     PACKET(ETH(), IP4(A4, REMOTE4), UDP(1, 2)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.underlay, .any_output = 1, .entries = 1);
}

static void sizes(void)
{
	struct vib_node node = node_by("192.0.2.20", dp.dev.underlay);

	put_node(NODE_REMOTE, &node);
	forget_flows();
	CASE("native: TTL 1 is the stack's to answer", FROM_A,
	     PACKET(ETH(), IP4(A4, REMOTE4, .ttl = 1), UDP(1, 2)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .entries = 1);
	CASE("native: TTL 1 from the host leaves", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, REMOTE4, .ttl = 1), UDP(1, 2)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.underlay, .entries = 1);
	CASE("native: exactly the path's MTU", FROM_A,
	     PACKET(ETH(), IP4(A4, REMOTE4), UDP(3, 2), BYTES(1472)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.underlay, .any_output = 1, .entries = 1);
	CASE("native: one byte more is the stack's to answer", FROM_A,
	     PACKET(ETH(), IP4(A4, REMOTE4), UDP(4, 2), BYTES(1473)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .entries = 1);
	CASE("native: one byte more from the host", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, REMOTE4), UDP(4, 2), BYTES(1473)), .drop = 100);
	CASE("native: a super-packet whose segments fit", FROM_A,
	     PACKET(ETH(), IP4(A4, REMOTE4), TCP(1, 2, 16), BYTES(2900), GSO(1460)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.underlay, .any_output = 1, .entries = 1);
	CASE("native: a super-packet whose segments do not", FROM_A,
	     PACKET(ETH(), IP4(A4, REMOTE4), TCP(2, 2, 16), BYTES(2900), GSO(1461)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .entries = 1);
}

static void no_way(void)
{
	struct vib_node node = node_by("192.0.2.20", dp.dev.underlay);
	struct packet p = PACKET(ETH(), IP4(A4, REMOTE4), UDP(3, 2));

	node.hops = 0;
	put_node(NODE_REMOTE, &node);
	CASE("native: a node without a way", FROM_A, p, .drop = 169, .cached = 1);
	remove_node(NODE_REMOTE);
	CASE("native: a node that is gone", FROM_A, p, .drop = 197, .cached = 1);
	CASE("native: from the host", FROM_HOST, PACKET(ETH(), IP4(GATEWAY4, REMOTE4), UDP(4, 2)),
	     .drop = 197);
	put_group(GROUP_REMOTE, VIB_SLOT_FORWARD_VENDOR);
	CASE("native: a group of another mode", FROM_A, p, .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .cached = 1);
}

void forward_natively(void)
{
	write_slot(VIB_CHAIN_EP, VIB_SLOT_FORWARD_NATIVE, stage_fd);
	write_slot(VIB_CHAIN_HOST, VIB_SLOT_FORWARD_NATIVE, stage_fd);
	put_group(GROUP_REMOTE, VIB_SLOT_FORWARD_NATIVE);
}

void stop_forwarding_natively(void)
{
	clear_slot(VIB_CHAIN_EP, VIB_SLOT_FORWARD_NATIVE);
	clear_slot(VIB_CHAIN_HOST, VIB_SLOT_FORWARD_NATIVE);
	put_group(GROUP_REMOTE, VIB_SLOT_FORWARD_VENDOR);
}

void native_cases(const char *dir)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/native.bpf.o", dir);
	stage_fd = load_stage_object(path, "vib_stage_native");
	ways_fd = map_of_last_object("vib_native_ways");
	forward_natively();
	forget_flows();
	ways();
	families();
	sizes();
	no_way();
	stop_forwarding_natively();
}
