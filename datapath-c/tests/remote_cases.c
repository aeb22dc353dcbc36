// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Packets between hosts, for the core alone: out of tunnels, and without a forward stage. */
#include <stdio.h>
#include <string.h>

#include "harness.h"

#define REMOTE OUT_OF_TUNNEL(NODE_REMOTE, 2100)

static void to_endpoints(void)
{
	struct packet in = PACKET(ETH(.src = MAC_UNDERLAY), IP4(REMOTE4, B4), UDP(1, 2), REMOTE);
	struct packet out =
		PACKET(ETH(.src = MAC_HOST, .dst = MAC_B), IP4(REMOTE4, B4, .ttl = 63), UDP(1, 2));
	struct vib_ct_entry e = {};

	CASE("remote: out of a tunnel to an endpoint", FROM_UNDERLAY, in, .action = TC_ACT_REDIRECT,
	     .to = dp.dev.b, .out = &out, .ct = VIB_CT_NEW, .entries = 1);
	check_that("remote: the tunnel's identity is the source's", last.meta.src_id == 2100);
	check_that("remote: the flow knows the way back",
		   find_flow(REMOTE4, B4, 1, 2, 17, &e) && e.src_id == 2100 &&
			   e.node[1] == NODE_REMOTE && e.group[1] == GROUP_REMOTE && !e.node[0]);
	CASE("remote: the second packet is the flow's", FROM_UNDERLAY, in,
	     .action = TC_ACT_REDIRECT, .to = dp.dev.b, .out = &out, .ct = VIB_CT_ESTABLISHED,
	     .cached = 1);
	CASE("remote: the answer goes by the sender's group", FROM_B,
	     PACKET(ETH(.src = MAC_B), IP4(B4, REMOTE4), UDP(2, 1)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .ct = VIB_CT_REPLY, .cached = 1);
	check_that("remote: to the sender's node", last.meta.node == NODE_REMOTE &&
							   last.meta.group == GROUP_REMOTE &&
							   last.meta.dst_id == 2100);
	CASE("remote: IPv6 out of a tunnel", FROM_UNDERLAY,
	     PACKET(ETH(), IP6(REMOTE6, B6), UDP(1, 2), REMOTE), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.b, .any_output = 1, .ct = VIB_CT_NEW, .entries = 1);
	CASE("remote: a tunnel without an identity takes the prefix's", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, B4), UDP(11, 2), OUT_OF_TUNNEL(NODE_REMOTE, 0)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.b, .any_output = 1, .ct = VIB_CT_NEW,
	     .entries = 1);
	check_that("remote: which is the source's", last.meta.src_id == ID_REMOTE);
	CASE("remote: and its second packet is the flow's", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, B4), UDP(11, 2), OUT_OF_TUNNEL(NODE_REMOTE, 0)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.b, .any_output = 1, .ct = VIB_CT_ESTABLISHED,
	     .cached = 1);
}

static void senders(void)
{
	struct vib_ct_entry e = {};

	CASE("remote: a source of another node than the tunnel's", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, B4), UDP(3, 2), OUT_OF_TUNNEL(NODE_REMOTE + 1, 2100)),
	     .drop = 132);
	CASE("remote: likewise in a flow that is known", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, B4), UDP(1, 2), OUT_OF_TUNNEL(NODE_REMOTE + 1, 2100)),
	     .drop = 132);
	CASE("remote: a source that no node has", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, B4), UDP(3, 2), REMOTE), .drop = 132);
	CASE("remote: a source that no node has, from nobody", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, B4), UDP(3, 2), OUT_OF_TUNNEL(0, 2100)), .drop = 132);
	CASE("remote: an own endpoint's address out of a tunnel", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(A4, B4), UDP(3, 2), REMOTE), .drop = 132);
	CASE("remote: IPv6 of another node than the tunnel's", FROM_UNDERLAY,
	     PACKET(ETH(), IP6(REMOTE6, B6), UDP(3, 2), OUT_OF_TUNNEL(NODE_REMOTE + 1, 2100)),
	     .drop = 132);
	CASE("remote: an identity that changed is found anew", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, B4), UDP(1, 2), OUT_OF_TUNNEL(NODE_REMOTE, 2101)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.b, .any_output = 1, .ct = VIB_CT_ESTABLISHED);
	check_that("remote: and is the flow's from then on",
		   find_flow(REMOTE4, B4, 1, 2, 17, &e) && e.src_id == 2101);
}

static void to_the_host(void)
{
	struct packet in = PACKET(ETH(.src = MAC_UNDERLAY, .dst = MAC_B), IP4(REMOTE4, GATEWAY4),
				  TCP(5, 22, 2), REMOTE);
	struct packet out = PACKET(ETH(.src = MAC_UNDERLAY, .dst = MAC_HOST),
				   IP4(REMOTE4, GATEWAY4), TCP(5, 22, 2));
	struct packet own = PACKET(ETH(), IP4(GATEWAY4, REMOTE4), TCP(6, 80, 2));
	struct vib_ct_entry e = {};

	CASE("remote: for the host itself enters by vib_host", FROM_UNDERLAY, in,
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .out = &out, .ct = VIB_CT_NEW,
	     .entries = 1);
	check_that("remote: as the tunnel's flow",
		   find_flow(REMOTE4, GATEWAY4, 5, 22, 6, &e) && e.src_id == 2100 &&
			   e.dst_id == VIB_ID_HOST && e.node[1] == NODE_REMOTE);
	CASE("remote: the second packet likewise", FROM_UNDERLAY, in, .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .out = &out, .ct = VIB_CT_ESTABLISHED, .cached = 1);
	CASE("remote: IPv6 for the host itself", FROM_UNDERLAY,
	     PACKET(ETH(), IP6(REMOTE6, GATEWAY6), ICMP(128, 0, .id = 4), REMOTE),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .any_output = 1, .entries = 1);
	CASE("remote: an answer to the host's own", FROM_HOST, own, .drop = 160);
	CASE("remote: TTL 1 for an endpoint is the stack's to answer", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, B4, .ttl = 1), UDP(7, 2), REMOTE),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .any_output = 1, .entries = 1);
	CASE("remote: larger than the endpoint's MTU as well", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, T4), UDP(7, 2), BYTES(1400), REMOTE),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .any_output = 1, .entries = 1);
}

static void nobody(void)
{
	CASE("remote: a hole in our pool", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, HOLE4), UDP(1, 2), REMOTE), .drop = 151);
	CASE("remote: an address of the world", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, WORLD4), UDP(1, 2), REMOTE), .drop = 152);
	CASE("remote: back into the cluster", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, "10.2.0.8"), UDP(1, 2), REMOTE), .drop = 152);
	CASE("remote: multicast", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, "224.0.0.1"), UDP(1, 2), REMOTE), .drop = 152);
	CASE("remote: IPv6 of the world", FROM_UNDERLAY,
	     PACKET(ETH(), IP6(REMOTE6, WORLD6), UDP(1, 2), REMOTE), .drop = 152);
	CASE("remote: an endpoint which is not ready", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, C4), UDP(1, 2), REMOTE), .drop = 203);
	CASE("remote: an ICMP error about no flow", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, GATEWAY4), ICMP(3, 1), IP4(GATEWAY4, REMOTE4), UDP(9, 9),
		    REMOTE),
	     .drop = 163);
	CASE("remote: the same not out of a tunnel is the stack's", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, WORLD4), UDP(1, 2)), .action = TC_ACT_OK);
}

static void unforwarded(void)
{
	struct packet p = PACKET(ETH(), IP4(A4, REMOTE4), UDP(1, 2));

	CASE("remote: left over by the forward stage is the stack's to answer", FROM_A, p,
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .entries = 1);
	CASE("remote: from the host nothing leaves by vib_host", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, REMOTE4), UDP(1, 2)), .drop = 160);
	CASE("remote: nor IPv6", FROM_HOST, PACKET(ETH(), IP6(GATEWAY6, REMOTE6), UDP(1, 2)),
	     .drop = 160);
	CASE("remote: to the world the host's own passes", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, WORLD4), UDP(1, 2)), .action = TC_ACT_OK, .entries = 1);
	dp.settings.flags = VIB_CONFIG_TERMINAL_DROP;
	configure();
	CASE("remote: the stack answers though it routes nothing", FROM_A, p,
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .cached = 1);
	dp.settings.flags = 0;
	configure();
	put_group(GROUP_REMOTE, 0);
	CASE("remote: a group without a forward stage", FROM_A, p, .drop = 160, .cached = 1);
	CASE("remote: IPv6 likewise", FROM_A, PACKET(ETH(), IP6(A6, REMOTE6), UDP(1, 2)),
	     .drop = 160);
	put_group(GROUP_REMOTE, VIB_SLOT_FORWARD_VENDOR);
}

void remote_cases(const char *dir)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/decapped.bpf.o", dir);
	write_slot(VIB_CHAIN_NET, VIB_SLOT_DECAP_VENDOR, load_stage_object(path, "test_decapped"));
	forget_flows();
	to_endpoints();
	senders();
	to_the_host();
	nobody();
	unforwarded();
	clear_slot(VIB_CHAIN_NET, VIB_SLOT_DECAP_VENDOR);
}
