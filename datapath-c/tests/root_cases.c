// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Roots: what the parser refuses, per hook. */
#include "harness.h"

static void malformed_ip4(void)
{
	CASE("ep: IPv4 version 5 is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4, .version = 5), UDP(1, 2)), .drop = 134);
	CASE("ep: IPv4 header length of 4 words is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4, .ihl = 4), UDP(1, 2)), .drop = 134);
	CASE("ep: IPv4 total length beyond the frame is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4, .len_add = 1), UDP(1, 2)), .drop = 134);
	CASE("ep: IPv4 total length below the header is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4, .len_add = -10), UDP(1, 2), CUT(42)), .drop = 134);
	CASE("ep: IPv4 with padding behind the total length passes", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4, .len_add = -6), UDP(1, 2), BYTES(6)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .entries = 1);
	CASE("ep: IPv4 options are skipped over", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4, .ihl = 7), UDP(7, 8)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .entries = 1);
	check_that("ep: ports behind IPv4 options are found",
		   last.meta.sport == __builtin_bswap16(7) && last.meta.l4_off == 14 + 28);
	CASE("ep: UDP header cut short is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2), CUT(14 + 20 + 6)), .drop = 134);
	CASE("ep: UDP header outside the total length is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4, .len_add = -2), UDP(1, 2)), .drop = 134);
	CASE("ep: TCP header cut short is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4, .proto = 6), BYTES(16)), .drop = 134);
	CASE("ep: TCP data offset below 5 is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4), TCP(1, 2, 2, .doff = 4)), .drop = 134);
	CASE("ep: TCP data offset beyond the datagram is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4, .len_add = -20), TCP(1, 2, 2, .doff = 10)), .drop = 134);
	CASE("ep: ICMP header cut short is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4, .proto = 1), BYTES(4)), .drop = 134);
	CASE("ep: first fragment too small for its TCP header is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4, .proto = 6, .more = 1), BYTES(8)), .drop = 134);
	CASE("ep: fragment at offset 1 which overwrites TCP flags is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4, .proto = 6, .frag = 1), BYTES(24)), .drop = 134);
}

static void malformed_ip6(void)
{
	CASE("ep: IPv6 version 4 is dropped", FROM_A,
	     PACKET(ETH(), IP6(A6, WORLD6, .version = 4), UDP(1, 2)), .drop = 134);
	CASE("ep: IPv6 payload length beyond the frame is dropped", FROM_A,
	     PACKET(ETH(), IP6(A6, WORLD6, .len_add = 1), UDP(1, 2)), .drop = 134);
	CASE("ep: IPv6 extension header cut short is dropped", FROM_A,
	     PACKET(ETH(), IP6(A6, WORLD6, .proto = 60), BYTES(4)), .drop = 156);
	CASE("ep: IPv6 extension header longer than the datagram is dropped", FROM_A,
	     PACKET(ETH(), IP6(A6, WORLD6), EXT6(60, .ihl = 9), UDP(1, 2)), .drop = 156);
	CASE("ep: IPv6 routing header type 0 is dropped", FROM_A,
	     PACKET(ETH(), IP6(A6, WORLD6), EXT6(43, .code = 0), UDP(1, 2)), .drop = 156);
	CASE("ep: IPv6 with nine extension headers is dropped", FROM_A,
	     PACKET(ETH(), IP6(A6, WORLD6), EXT6(60), EXT6(60), EXT6(60), EXT6(60), EXT6(60),
		    EXT6(60), EXT6(60), EXT6(60), EXT6(60), UDP(1, 2)),
	     .drop = 156);
	CASE("ep: IPv6 extension headers are skipped over", FROM_A,
	     PACKET(ETH(), IP6(A6, WORLD6), EXT6(0), EXT6(43, .code = 2), EXT6(60), UDP(7, 8)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .entries = 1);
	check_that("ep: ports behind IPv6 extension headers are found",
		   last.meta.sport == __builtin_bswap16(7) && last.meta.l4_off == 14 + 40 + 24);
	CASE("ep: IPv6 no next header passes", FROM_A, PACKET(ETH(), IP6(A6, WORLD6)),
	     .action = TC_ACT_REDIRECT, .entries = 1);
	CASE("ep: ICMPv6 header cut short is dropped", FROM_A,
	     PACKET(ETH(), IP6(A6, WORLD6, .proto = 58), BYTES(4)), .drop = 134);
}

static void other_hooks(void)
{
	CASE("net: a bad IPv4 header is the host's to judge", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, B4, .ihl = 4), UDP(1, 2)), .action = TC_ACT_OK, .ct = -1);
	CASE("net: truncated UDP for the host passes", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, HOST4, .proto = 17), BYTES(4)), .action = TC_ACT_OK);
	CASE("net: truncated UDP for an endpoint is dropped", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, B4, .proto = 17), BYTES(4)), .drop = 134);
	CASE("net: a bad IPv6 extension chain for an endpoint is dropped", FROM_UNDERLAY,
	     PACKET(ETH(), IP6(WORLD6, B6), EXT6(43), UDP(1, 2)), .drop = 156);
	CASE("net: ARP passes", FROM_UNDERLAY, PACKET(ETH(.dst = MAC_ALL), ARP(1, WORLD4, HOST4)),
	     .action = TC_ACT_OK);
	CASE("net: a tagged frame passes", FROM_UNDERLAY,
	     PACKET(ETH(), VLAN(5), IP4(WORLD4, B4), UDP(1, 2)), .action = TC_ACT_OK);
	CASE("net: an unknown ethertype passes", FROM_UNDERLAY,
	     PACKET(ETH(.type = 0x88b5), BYTES(46)), .action = TC_ACT_OK);
	CASE("net: multicast passes", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, "224.0.0.5"), UDP(1, 2)), .action = TC_ACT_OK, .ct = -1);
	CASE("host: a bad IPv4 header is dropped", FROM_HOST,
	     PACKET(ETH(), IP4(HOST4, B4, .ihl = 4), UDP(1, 2)), .drop = 134);
	CASE("host: an unknown ethertype passes", FROM_HOST, PACKET(ETH(.type = 0x88b5), BYTES(46)),
	     .action = TC_ACT_OK);
}

void root_cases(void)
{
	forget_flows();
	malformed_ip4();
	malformed_ip6();
	other_hooks();
}
