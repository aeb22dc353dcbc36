// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Conntrack and commit: states, directions, timeouts, generation, fragments, ICMP errors. */
#include <bpf/bpf.h>
#include <stdio.h>

#include "harness.h"

#define FIN 0x01
#define SYN 0x02
#define RST 0x04
#define ACK 0x10

#define TO_STACK .action = TC_ACT_REDIRECT, .to = dp.dev.host
#define TO_A	 .action = TC_ACT_REDIRECT, .to = dp.dev.a, .any_output = 1
#define TO_B	 .action = TC_ACT_REDIRECT, .to = dp.dev.b, .any_output = 1

static int state_is(const char *s, const char *d, int sp, int dport, int proto, int state)
{
	struct vib_ct_entry e;

	return find_flow(s, d, sp, dport, proto, &e) && e.state == state;
}

static uint64_t life(const char *s, const char *d, int sp, int dport, int proto)
{
	struct vib_ct_entry e = {};

	find_flow(s, d, sp, dport, proto, &e);
	return e.expires - e.last_seen;
}

static void tcp(const char *a, const char *b, int v6)
{
#define SEG(s, d, sp, dport, f)                           \
	(v6 ? PACKET(ETH(), IP6(s, d), TCP(sp, dport, f)) \
	    : PACKET(ETH(), IP4(s, d), TCP(sp, dport, f)))
#define SEG_B(s, d, sp, dport, f)                                     \
	(v6 ? PACKET(ETH(.src = MAC_B), IP6(s, d), TCP(sp, dport, f)) \
	    : PACKET(ETH(.src = MAC_B), IP4(s, d), TCP(sp, dport, f)))
	struct vib_ct_entry e = {};

	forget_flows();
	CASE("TCP: SYN is NEW and makes an entry", FROM_A, SEG(a, b, 1000, 80, SYN), TO_B,
	     .ct = VIB_CT_NEW, .entries = 1);
	check_that("TCP: the entry is in SYN_SENT with its timeout",
		   state_is(a, b, 1000, 80, 6, VIB_FLOW_SYN_SENT) &&
			   life(a, b, 1000, 80, 6) == 60 * 1000);
	CASE("TCP: a repeated SYN belongs to the flow", FROM_A, SEG(a, b, 1000, 80, SYN), TO_B,
	     .ct = VIB_CT_ESTABLISHED, .cached = 1);
	CASE("TCP: SYN+ACK is a reply found from the other side", FROM_B,
	     SEG_B(b, a, 80, 1000, SYN | ACK), TO_A, .ct = VIB_CT_REPLY, .cached = 1);
	check_that("TCP: the flow is established with its timeout",
		   state_is(a, b, 1000, 80, 6, VIB_FLOW_ESTABLISHED) &&
			   life(a, b, 1000, 80, 6) == 8000 * 1000);
	CASE("TCP: data uses the cached verdict", FROM_A, SEG(a, b, 1000, 80, ACK), TO_B,
	     .ct = VIB_CT_ESTABLISHED, .cached = 1);
	find_flow(a, b, 1000, 80, 6, &e);
	check_that("TCP: the entry counts packets and bytes per direction",
		   e.packets[0] == 3 && e.packets[1] == 1 && e.bytes[0] == (v6 ? 74u : 54u) * 3 &&
			   e.bytes[1] == (v6 ? 74u : 54u));
	check_that("TCP: the entry knows both identities and endpoints",
		   e.src_id == ID_A && e.dst_id == ID_B && e.src_ep == EP_ID_A &&
			   e.dst_ep == EP_ID_B && (e.flags & VIB_CT_REPLY_SEEN));
	CASE("TCP: FIN of one side", FROM_A, SEG(a, b, 1000, 80, FIN | ACK), TO_B,
	     .ct = VIB_CT_ESTABLISHED, .cached = 1);
	check_that("TCP: the flow half closed", state_is(a, b, 1000, 80, 6, VIB_FLOW_FIN_WAIT));
	CASE("TCP: FIN of the other side", FROM_B, SEG_B(b, a, 80, 1000, FIN | ACK), TO_A,
	     .ct = VIB_CT_REPLY, .cached = 1);
	check_that("TCP: the flow is closed with its timeout",
		   state_is(a, b, 1000, 80, 6, VIB_FLOW_CLOSED) &&
			   life(a, b, 1000, 80, 6) == 10 * 1000);
	CASE("TCP: the last ACK still belongs to it", FROM_A, SEG(a, b, 1000, 80, ACK), TO_B,
	     .ct = VIB_CT_ESTABLISHED, .cached = 1);
	CASE("TCP: a SYN over a closed flow is NEW", FROM_A, SEG(a, b, 1000, 80, SYN), TO_B,
	     .ct = VIB_CT_NEW);
	check_that("TCP: the new flow has begun afresh",
		   state_is(a, b, 1000, 80, 6, VIB_FLOW_SYN_SENT));
	CASE("TCP: RST is a reply", FROM_B, SEG_B(b, a, 80, 1000, RST | ACK), TO_A,
	     .ct = VIB_CT_REPLY, .cached = 1);
	check_that("TCP: the flow is reset with the closing timeout",
		   state_is(a, b, 1000, 80, 6, VIB_FLOW_RESET) &&
			   life(a, b, 1000, 80, 6) == 10 * 1000);
	CASE("TCP: a SYN of the other side over a reset flow is NEW", FROM_B,
	     SEG_B(b, a, 80, 1000, SYN), TO_A, .ct = VIB_CT_NEW);
	find_flow(a, b, 1000, 80, 6, &e);
	check_that("TCP: the initiator has changed", e.src_id == ID_B && e.dst_id == ID_A);
	CASE("TCP: the middle of an unknown connection is NEW", FROM_A, SEG(a, b, 2000, 80, ACK),
	     TO_B, .ct = VIB_CT_NEW, .entries = 1);
	find_flow(a, b, 2000, 80, 6, &e);
	check_that("TCP: it is established and marked as picked up",
		   e.state == VIB_FLOW_ESTABLISHED && (e.flags & VIB_CT_MIDSTREAM));
#undef SEG
#undef SEG_B
}

static void udp_and_icmp(void)
{
	struct vib_ct_entry e = {};

	forget_flows();
	CASE("UDP: the first datagram is NEW", FROM_A, PACKET(ETH(), IP4(A4, B4), UDP(5000, 53)),
	     TO_B, .ct = VIB_CT_NEW, .entries = 1);
	check_that("UDP: one way", state_is(A4, B4, 5000, 53, 17, VIB_FLOW_OPEN) &&
					   life(A4, B4, 5000, 53, 17) == 60 * 1000);
	CASE("UDP: the answer is a reply", FROM_B,
	     PACKET(ETH(.src = MAC_B), IP4(B4, A4), UDP(53, 5000)), TO_A, .ct = VIB_CT_REPLY,
	     .cached = 1);
	check_that("UDP: both ways", state_is(A4, B4, 5000, 53, 17, VIB_FLOW_REPLIED));
	CASE("UDP: equal ports and crossing roles are one flow", FROM_A,
	     PACKET(ETH(), IP4(A4, B4), UDP(500, 500)), TO_B, .ct = VIB_CT_NEW, .entries = 1);
	CASE("UDP: its answer is found", FROM_B,
	     PACKET(ETH(.src = MAC_B), IP4(B4, A4), UDP(500, 500)), TO_A, .ct = VIB_CT_REPLY,
	     .cached = 1);

	CASE("ICMP: echo request is NEW", FROM_A, PACKET(ETH(), IP4(A4, B4), ICMP(8, 0, .id = 77)),
	     TO_B, .ct = VIB_CT_NEW, .entries = 1);
	CASE("ICMP: echo reply is a reply", FROM_B,
	     PACKET(ETH(.src = MAC_B), IP4(B4, A4), ICMP(0, 0, .id = 77)), TO_A, .ct = VIB_CT_REPLY,
	     .cached = 1);
	CASE("ICMP: a crossing ping with the same identifier is another flow", FROM_B,
	     PACKET(ETH(.src = MAC_B), IP4(B4, A4), ICMP(8, 0, .id = 77)), TO_A, .ct = VIB_CT_NEW,
	     .entries = 1);
	CASE("ICMPv6: echo request is NEW", FROM_A,
	     PACKET(ETH(), IP6(A6, B6), ICMP(128, 0, .id = 77)), TO_B, .ct = VIB_CT_NEW,
	     .entries = 1);
	CASE("ICMPv6: echo reply is a reply", FROM_B,
	     PACKET(ETH(.src = MAC_B), IP6(B6, A6), ICMP(129, 0, .id = 77)), TO_A,
	     .ct = VIB_CT_REPLY, .cached = 1);
	CASE("other protocols are flows without ports", FROM_A,
	     PACKET(ETH(), IP4(A4, B4, .proto = 47), BYTES(20)), TO_B, .ct = VIB_CT_NEW,
	     .entries = 1);
	CASE("their answers are replies", FROM_B,
	     PACKET(ETH(.src = MAC_B), IP4(B4, A4, .proto = 47), BYTES(20)), TO_A,
	     .ct = VIB_CT_REPLY, .cached = 1);

	CASE("a flow to the world is NEW", FROM_A, PACKET(ETH(), IP4(A4, WORLD4), UDP(9, 10)),
	     TO_STACK, .ct = VIB_CT_NEW, .entries = 1);
	CASE("its answer through the host is a reply", FROM_HOST,
	     PACKET(ETH(.src = MAC_HOST, .dst = MAC_A), IP4(WORLD4, A4), UDP(10, 9)), TO_A,
	     .ct = VIB_CT_REPLY, .cached = 1);
	check_that("the answer has the flow's identities turned round",
		   last.meta.src_id == VIB_ID_WORLD && last.meta.dst_id == ID_A);
	find_flow(A4, WORLD4, 9, 10, 17, &e);
	e.expires = 1;
	change_flow(A4, WORLD4, 9, 10, 17, &e);
	CASE("an expired entry counts as absent", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4), UDP(9, 10)), TO_STACK, .ct = VIB_CT_NEW);
	find_flow(A4, WORLD4, 9, 10, 17, &e);
	check_that("it was written anew", e.packets[0] == 1 && e.expires > 1);
}

static void generations(void)
{
	struct packet p = PACKET(ETH(), IP4(A4, WORLD4), UDP(21, 22));
	struct vib_ct_entry e = {};

	forget_flows();
	CASE("generation: the verdict is cached under the current one", FROM_A, p, TO_STACK,
	     .ct = VIB_CT_NEW, .entries = 1);
	CASE("generation: and used", FROM_A, p, TO_STACK, .ct = VIB_CT_ESTABLISHED, .cached = 1);
	dp.settings.gen = 2;
	configure();
	CASE("generation: after a change the verdict is found anew", FROM_A, p, TO_STACK,
	     .ct = VIB_CT_ESTABLISHED, .cached = 0);
	find_flow(A4, WORLD4, 21, 22, 17, &e);
	check_that("generation: and written to the same entry", e.gen == 2 && e.packets[0] == 3);
	CASE("generation: the packet after it is cached again", FROM_A, p, TO_STACK,
	     .ct = VIB_CT_ESTABLISHED, .cached = 1);
	dp.settings.gen = 3;
	configure();
	CASE("generation: a reply re-evaluates too", FROM_HOST,
	     PACKET(ETH(.dst = MAC_A), IP4(WORLD4, A4), UDP(22, 21)), TO_A, .ct = VIB_CT_REPLY);
	find_flow(A4, WORLD4, 21, 22, 17, &e);
	check_that("generation: the initiator keeps its side",
		   e.gen == 3 && e.src_id == ID_A && e.dst_id == VIB_ID_WORLD);
}

static void timeouts(void)
{
	forget_flows();
	dp.settings.timeout[VIB_TIMEOUT_OTHER] = 4321;
	dp.settings.timeout[VIB_TIMEOUT_ICMP] = 1234;
	dp.settings.timeout[VIB_TIMEOUT_SYN] = 777;
	configure();
	CASE("timeout: UDP", FROM_A, PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2)), TO_STACK,
	     .entries = 1);
	CASE("timeout: ICMP", FROM_A, PACKET(ETH(), IP4(A4, WORLD4), ICMP(8, 0, .id = 3)), TO_STACK,
	     .entries = 1);
	CASE("timeout: SYN", FROM_A, PACKET(ETH(), IP4(A4, WORLD4), TCP(1, 2, SYN)), TO_STACK,
	     .entries = 1);
	check_that("timeouts come from the configuration",
		   life(A4, WORLD4, 1, 2, 17) == 4321 && life(A4, WORLD4, 3, 8, 1) == 1234 &&
			   life(A4, WORLD4, 1, 2, 6) == 777);
	dp.settings.timeout[VIB_TIMEOUT_OTHER] = 0;
	dp.settings.timeout[VIB_TIMEOUT_ICMP] = 0;
	dp.settings.timeout[VIB_TIMEOUT_SYN] = 0;
	configure();
}

static void fragments(void)
{
	forget_flows();
	CASE("fragment: a later one without the first is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, B4, .proto = 17, .id = 9, .frag = 10), BYTES(40)), .drop = 175);
	CASE("fragment: the first one is NEW", FROM_A,
	     PACKET(ETH(), IP4(A4, B4, .id = 9, .more = 1), UDP(700, 800), BYTES(72)), TO_B,
	     .ct = VIB_CT_NEW, .entries = 1);
	CASE("fragment: a later one is of the first one's flow", FROM_A,
	     PACKET(ETH(), IP4(A4, B4, .proto = 17, .id = 9, .frag = 10), BYTES(40)), TO_B,
	     .ct = VIB_CT_ESTABLISHED, .cached = 1);
	CASE("fragment: another datagram's later one is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, B4, .proto = 17, .id = 10, .frag = 10), BYTES(40)), .drop = 175);
	CASE("fragment: IPv6 later without the first is dropped", FROM_A,
	     PACKET(ETH(), IP6(A6, B6), FRAG6(.proto = 17, .id = 9, .frag = 10), BYTES(40)),
	     .drop = 175);
	CASE("fragment: IPv6 first is NEW", FROM_A,
	     PACKET(ETH(), IP6(A6, B6), FRAG6(.id = 9, .more = 1), UDP(700, 800), BYTES(72)), TO_B,
	     .ct = VIB_CT_NEW, .entries = 1);
	CASE("fragment: IPv6 later is of the first one's flow", FROM_A,
	     PACKET(ETH(), IP6(A6, B6), FRAG6(.proto = 17, .id = 9, .frag = 10), BYTES(40)), TO_B,
	     .ct = VIB_CT_ESTABLISHED, .cached = 1);
	CASE("fragment: an IPv6 atomic fragment is a whole datagram", FROM_A,
	     PACKET(ETH(), IP6(A6, B6), FRAG6(.id = 11), UDP(701, 801)), TO_B, .ct = VIB_CT_NEW,
	     .entries = 1);
	CASE("fragment: from the underlay for the host passes", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, HOST4, .proto = 17, .id = 1, .frag = 10), BYTES(40)),
	     .action = TC_ACT_OK, .ct = -1);
	CASE("fragment: from the underlay for an endpoint without the first is dropped",
	     FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, B4, .proto = 17, .id = 1, .frag = 10), BYTES(40)),
	     .drop = 175);
}

static void icmp_errors(void)
{
	forget_flows();
	CASE("ICMP error: a flow begins", FROM_A, PACKET(ETH(), IP4(A4, WORLD4), UDP(40, 50)),
	     TO_STACK, .entries = 1);
	CASE("ICMP error: port unreachable about it is RELATED", FROM_HOST,
	     PACKET(ETH(), IP4(WORLD4, A4), ICMP(3, 3), IP4(A4, WORLD4), UDP(40, 50)), TO_A,
	     .ct = VIB_CT_RELATED);
	CASE("ICMP error: time exceeded from a router on the way is RELATED", FROM_HOST,
	     PACKET(ETH(), IP4("192.0.2.1", A4), ICMP(11, 0), IP4(A4, WORLD4), UDP(40, 50)), TO_A,
	     .ct = VIB_CT_RELATED);
	CASE("ICMP error: about an unknown flow is dropped", FROM_HOST,
	     PACKET(ETH(), IP4(WORLD4, A4), ICMP(3, 3), IP4(A4, WORLD4), UDP(41, 50)), .drop = 163);
	CASE("ICMP error: about a packet of somebody else is dropped", FROM_HOST,
	     PACKET(ETH(), IP4(WORLD4, B4), ICMP(3, 3), IP4(A4, WORLD4), UDP(40, 50)), .drop = 163);
	CASE("ICMP error: with a cut inner packet is dropped", FROM_HOST,
	     PACKET(ETH(), IP4(WORLD4, A4), ICMP(3, 3), BYTES(12, .fill = 0x45)), .drop = 163);
	CASE("ICMP error: about an ICMP error is dropped", FROM_HOST,
	     PACKET(ETH(), IP4(WORLD4, A4), ICMP(3, 3), IP4(A4, WORLD4), ICMP(3, 3)), .drop = 163);
	CASE("ICMP error: from an endpoint about a flow to it", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, B4), UDP(60, 70)), TO_B, .ct = VIB_CT_NEW, .entries = 1);
	CASE("ICMP error: is RELATED", FROM_B,
	     PACKET(ETH(.src = MAC_B), IP4(B4, WORLD4), ICMP(3, 3), IP4(WORLD4, B4), UDP(60, 70)),
	     TO_STACK, .ct = VIB_CT_RELATED);
	CASE("ICMP error: an unrelated one from an endpoint is dropped", FROM_B,
	     PACKET(ETH(.src = MAC_B), IP4(B4, WORLD4), ICMP(3, 3), IP4(WORLD4, B4), UDP(61, 70)),
	     .drop = 163);
	CASE("ICMP error: about a ping", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4), ICMP(8, 0, .id = 5)), TO_STACK, .entries = 1);
	CASE("ICMP error: host unreachable about it is RELATED", FROM_HOST,
	     PACKET(ETH(), IP4("192.0.2.1", A4), ICMP(3, 1), IP4(A4, WORLD4), ICMP(8, 0, .id = 5)),
	     TO_A, .ct = VIB_CT_RELATED);
	CASE("ICMPv6 error: a flow begins", FROM_A, PACKET(ETH(), IP6(A6, WORLD6), UDP(40, 50)),
	     TO_STACK, .entries = 1);
	CASE("ICMPv6 error: packet too big about it is RELATED", FROM_HOST,
	     PACKET(ETH(), IP6("2001:db8::1", A6), ICMP(2, 0), IP6(A6, WORLD6), UDP(40, 50)), TO_A,
	     .ct = VIB_CT_RELATED);
	CASE("ICMPv6 error: about an unknown flow is dropped", FROM_HOST,
	     PACKET(ETH(), IP6("2001:db8::1", A6), ICMP(1, 4), IP6(A6, WORLD6), UDP(41, 50)),
	     .drop = 163);
	CASE("ICMP error: from the underlay for the host passes", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, HOST4), ICMP(3, 3), IP4(HOST4, WORLD4), UDP(41, 50)),
	     .action = TC_ACT_OK, .ct = -1);
}

static void underlay(void)
{
	forget_flows();
	CASE("net: for the host nothing is tracked", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, HOST4), TCP(5, 22, SYN)), .action = TC_ACT_OK, .ct = -1);
	CASE("net: for an endpoint a flow begins", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, B4), TCP(5, 80, SYN)), TO_B, .ct = VIB_CT_NEW,
	     .entries = 1);
	CASE("net: the reply carries the remote's path group", FROM_B,
	     PACKET(ETH(.src = MAC_B), IP4(B4, REMOTE4), TCP(80, 5, SYN | ACK)), TO_STACK,
	     .ct = VIB_CT_REPLY, .cached = 1);
	check_that("net: group, node and identity came from the entry",
		   last.meta.group == GROUP_REMOTE && last.meta.node == NODE_REMOTE &&
			   last.meta.dst_id == ID_REMOTE && last.meta.src_id == ID_B);
	CASE("net: a local endpoint's address as source is dropped", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(A4, B4), UDP(5, 6)), .drop = 132);
	CASE("net: a flow between local endpoints", FROM_A, PACKET(ETH(), IP4(A4, B4), UDP(15, 16)),
	     TO_B, .entries = 1);
	CASE("net: cannot be joined from the underlay", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(A4, B4), UDP(15, 16)), .drop = 132, .cached = 1);
}

static void synthetic(void)
{
	struct packet p = PACKET(ETH(), IP4(A4, WORLD4), UDP(31, 32), MARK(0x5eed));
	struct vib_ct_entry e;

	forget_flows();
	dp.settings.trace_mark = 0x5eed;
	configure();
	CASE("a synthetic packet leaves no entry", FROM_A, p, TO_STACK, .ct = VIB_CT_NEW,
	     .entries = 0);
	dp.settings.trace_mark = 0;
	configure();
	check_that("not even for a moment", !find_flow(A4, WORLD4, 31, 32, 17, &e));
}

void conntrack_cases(void)
{
	tcp(A4, B4, 0);
	tcp(A6, B6, 1);
	udp_and_icmp();
	generations();
	timeouts();
	fragments();
	icmp_errors();
	underlay();
	synthetic();
}

/* A table of one entry which evicts nothing stands for a table that refuses. */
void refused_cases(const char *objects)
{
	int full = full_table_datapath(objects);

	forget_flows();
	CASE("commit: the first flow fits", FROM_A, PACKET(ETH(), IP4(A4, B4), UDP(1, 2)), TO_B,
	     .ct = VIB_CT_NEW, .entries = 1);
	CASE("commit: a flow which the table refuses is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, B4), UDP(3, 4)), .drop = 155, .any_output = 1);
	check_that("commit: the table is full", full > 0);
}
