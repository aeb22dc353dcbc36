// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Delivery: MACs, TTL, the devices, and what goes to the stack instead. */
#include <string.h>

#include "harness.h"

static void rewrites(void)
{
	struct packet to_b = PACKET(ETH(.src = MAC_HOST, .dst = MAC_B), IP4(A4, B4, .ttl = 63),
				    UDP(1, 2), BYTES(9));
	struct packet to_b6 = PACKET(ETH(.src = MAC_HOST, .dst = MAC_B), IP6(A6, B6, .ttl = 63),
				     UDP(1, 2), BYTES(9));
	struct packet to_t =
		PACKET(ETH(.src = MAC_HOST, .dst = MAC_T), IP4(A4, T4, .ttl = 1), UDP(1, 2));
	struct packet from_host =
		PACKET(ETH(.src = MAC_HOST, .dst = MAC_B), IP4(GATEWAY4, B4, .ttl = 64), UDP(1, 2));
	struct packet from_net =
		PACKET(ETH(.src = MAC_HOST, .dst = MAC_B), IP4(WORLD4, B4, .ttl = 41), UDP(1, 2));

	CASE("deliver: MACs are rewritten, TTL is one less, the checksum right", FROM_A,
	     PACKET(ETH(), IP4(A4, B4), UDP(1, 2), BYTES(9)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.b, .out = &to_b, .entries = 1);
	check_that("deliver: the packet went through the dlv chain",
		   last.meta.chain == VIB_CHAIN_DLV);
	check_that("deliver: the receiver's policy id is set", last.meta.policy_id == EP_ID_B);
	CASE("deliver: IPv6 likewise", FROM_A, PACKET(ETH(), IP6(A6, B6), UDP(1, 2), BYTES(9)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.b, .out = &to_b6, .entries = 1);
	CASE("deliver: TTL 2 arrives with 1 at a tap", FROM_A,
	     PACKET(ETH(), IP4(A4, T4, .ttl = 2), UDP(1, 2)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.t, .out = &to_t, .entries = 1);
	CASE("deliver: from the host the TTL stays", FROM_HOST,
	     PACKET(ETH(.src = MAC_HOST, .dst = MAC_UNDERLAY), IP4(GATEWAY4, B4, .ttl = 64),
		    UDP(1, 2)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.b, .out = &from_host, .entries = 1);
	CASE("deliver: from the underlay", FROM_UNDERLAY,
	     PACKET(ETH(.src = MAC_UNDERLAY), IP4(WORLD4, B4, .ttl = 42), UDP(1, 2)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.b, .out = &from_net, .entries = 1);
	CASE("deliver: an endpoint may speak to itself through the gateway", FROM_A,
	     PACKET(ETH(), IP4(A4, A4), UDP(1, 2)), .action = TC_ACT_REDIRECT, .to = dp.dev.a,
	     .any_output = 1, .entries = 1);
}

/* Every checksum that the incremental update can meet, carries included. */
static void every_checksum(void)
{
	int ttl, wrong = 0;

	for (ttl = 2; ttl < 256; ttl++) {
		struct packet in =
			PACKET(ETH(), IP4(A4, B4, .ttl = ttl, .id = ttl * 257), UDP(3, 4));
		struct packet out = PACKET(ETH(.src = MAC_HOST, .dst = MAC_B),
					   IP4(A4, B4, .ttl = ttl - 1, .id = ttl * 257), UDP(3, 4));

		run_root(VIB_CHAIN_EP, dp.dev.a, &in, 1, NULL);
		wrong += last.len != out.len || memcmp(last.frame, out.data, out.len);
	}
	check_that("deliver: the header checksum is right for every TTL", !wrong);
}

static void to_the_stack(void)
{
	struct vib_ct_entry e;

	forget_flows();
	CASE("deliver: TTL 1 goes to the stack unchanged", FROM_A,
	     PACKET(ETH(), IP4(A4, B4, .ttl = 1), UDP(1, 2)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .entries = 1);
	CASE("deliver: hop limit 1 goes to the stack unchanged", FROM_A,
	     PACKET(ETH(), IP6(A6, B6, .ttl = 1), UDP(1, 2)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .entries = 1);
	CASE("deliver: TTL 1 from the underlay goes to the stack", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, B4, .ttl = 1), UDP(1, 2)), .action = TC_ACT_OK,
	     .entries = 1);
	check_that("deliver: the stack's time exceeded will find its flow",
		   find_flow(A4, B4, 1, 2, 17, &e));
	CASE("deliver: larger than the receiver's MTU goes to the stack", FROM_A,
	     PACKET(ETH(), IP4(A4, T4), UDP(1, 2), BYTES(1400)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .entries = 1);
	CASE("deliver: exactly the MTU is delivered", FROM_A,
	     PACKET(ETH(), IP4(A4, T4), UDP(1, 2), BYTES(1400 - 28)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.t, .any_output = 1, .cached = 1);
	CASE("deliver: a super-packet whose segments fit is delivered", FROM_A,
	     PACKET(ETH(), IP4(A4, T4), TCP(1, 2, 16), BYTES(1600), GSO(1360)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.t, .any_output = 1, .entries = 1);
	CASE("deliver: a super-packet whose segments do not fit goes to the stack", FROM_A,
	     PACKET(ETH(), IP4(A4, T4), TCP(1, 2, 16), BYTES(1600), GSO(1361)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .cached = 1);
	CASE("deliver: too large from the host is dropped", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, T4), UDP(1, 2), BYTES(1400)), .drop = 100);
}

static void nobody(void)
{
	struct vib_endpoint moved = {
		.ep_id = 40, .identity = 4000, .ifindex = dp.dev.b, .flags = VIB_EP_READY};
	struct packet p = PACKET(ETH(), IP4(A4, "10.1.0.40"), UDP(1, 2));

	forget_flows();
	CASE("deliver: an endpoint which is not ready", FROM_A,
	     PACKET(ETH(), IP4(A4, C4), UDP(1, 2)), .drop = 203);
	CASE("deliver: not ready from the host", FROM_HOST,
	     PACKET(ETH(), IP6(GATEWAY6, C6), UDP(1, 2)), .drop = 203);
	CASE("deliver: a hole in our pool", FROM_A, PACKET(ETH(), IP4(A4, HOLE4), UDP(1, 2)),
	     .drop = 151);
	CASE("deliver: a hole in our IPv6 pool", FROM_A, PACKET(ETH(), IP6(A6, HOLE6), UDP(1, 2)),
	     .drop = 151);
	CASE("deliver: a hole in our pool from the host", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, HOLE4), UDP(1, 2)), .drop = 151);
	put_endpoint("10.1.0.40", &moved);
	CASE("deliver: a flow to an endpoint", FROM_A, p, .action = TC_ACT_REDIRECT, .to = dp.dev.b,
	     .any_output = 1, .entries = 1);
	remove_endpoint("10.1.0.40");
	dp.settings.gen++;
	configure();
	CASE("deliver: which goes away in the middle", FROM_A, p, .drop = 151, .cached = 0);
	CASE("deliver: the world is the stack's", FROM_A, PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .entries = 1);
	CASE("deliver: the gateway is the stack's", FROM_A,
	     PACKET(ETH(), IP4(A4, GATEWAY4), ICMP(8, 0, .id = 1)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .entries = 1);
}

void deliver_cases(void)
{
	forget_flows();
	rewrites();
	every_checksum();
	to_the_stack();
	nobody();
}
