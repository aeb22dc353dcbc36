// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Policy: what each row and set does, replies, flows that a change meets, and the probe. */
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../policy/policy.h"
#include "harness.h"

#define SYN 0x02
#define ACK 0x10

#define ANY		(-1)
#define EXACT		16
#define DENY		1
#define TO_STACK	.action = TC_ACT_REDIRECT, .to = dp.dev.host
#define TO_A		.action = TC_ACT_REDIRECT, .to = dp.dev.a, .any_output = 1
#define TO_B		.action = TC_ACT_REDIRECT, .to = dp.dev.b, .any_output = 1
#define UDP_AB(s, d)	PACKET(ETH(), IP4(A4, B4), UDP(s, d))
#define UDP_BA(s, d)	PACKET(ETH(.src = MAC_B), IP4(B4, A4), UDP(s, d))
#define TCP_AB(s, d, f) PACKET(ETH(), IP4(A4, B4), TCP(s, d, f))
#define TCP_BA(s, d, f) PACKET(ETH(.src = MAC_B), IP4(B4, A4), TCP(s, d, f))

enum {
	SET_A = 100,
	SET_B,
	SET_HOST,
	SET_AUDIT,
	SET_OPEN
};

static int stage_fd, probe_fd, of_fd, sets_fd, rows_fd;

static void must(int error, const char *what)
{
	if (error) {
		perror(what);
		exit(2);
	}
}

static struct vib_policy_key row_key(uint32_t set, uint32_t identity, int direction, int proto,
				     int port, int bits)
{
	return (struct vib_policy_key){
		.prefixlen = proto == ANY ? VIB_POLICY_ANY_PROTO : VIB_POLICY_ANY_PORT + bits,
		.set = set,
		.identity = identity,
		.direction = direction,
		.proto = proto == ANY ? 0 : proto,
		.port = htons(port),
	};
}

static void row(uint32_t set, uint32_t identity, int direction, int proto, int port, int bits,
		uint32_t rule, int deny)
{
	struct vib_policy_key key = row_key(set, identity, direction, proto, port, bits);
	struct vib_policy_value value = {.rule = rule, .flags = deny, .match = bits};

	must(bpf_map_update_elem(rows_fd, &key, &value, BPF_ANY), "row");
}

static void no_row(uint32_t set, uint32_t identity, int direction, int proto, int port, int bits)
{
	struct vib_policy_key key = row_key(set, identity, direction, proto, port, bits);

	must(bpf_map_delete_elem(rows_fd, &key), "delete a row");
}

static void set(uint32_t number, uint32_t flags, uint32_t audit)
{
	struct vib_policy_set value = {.flags = flags, .audit = audit};

	must(bpf_map_update_elem(sets_fd, &number, &value, BPF_ANY), "set");
}

static void flip(uint32_t endpoint, uint32_t number)
{
	must(bpf_map_update_elem(of_fd, &endpoint, &number, BPF_ANY), "flip");
}

static void advance(void)
{
	dp.settings.gen++;
	configure();
}

/* No rows, no sets, nothing in force, no flows. */
static void clean(void)
{
	struct vib_policy_key key;
	uint32_t number, i;

	while (!bpf_map_get_next_key(rows_fd, NULL, &key))
		bpf_map_delete_elem(rows_fd, &key);
	while (!bpf_map_get_next_key(sets_fd, NULL, &number))
		bpf_map_delete_elem(sets_fd, &number);
	for (i = 0; i < 32; i++)
		flip(i, 0);
	forget_flows();
	advance();
}

static int said(int direction, int verdict, uint32_t rule)
{
	return last.meta.policy_verdict[direction] == verdict &&
	       last.meta.policy_rule[direction] == rule;
}

static void unenforced(void)
{
	struct vib_ct_entry e;
	uint64_t ep, dlv;

	clean();
	ep = hits(VIB_CHAIN_EP, VIB_SLOT_POLICY);
	dlv = hits(VIB_CHAIN_DLV, VIB_SLOT_POLICY);
	CASE("policy: nobody has one", FROM_A, UDP_AB(1, 2), TO_B, .ct = VIB_CT_NEW, .entries = 1);
	check_that("policy: nobody is judged",
		   said(VIB_EGRESS, VIB_POLICY_NONE, 0) && said(VIB_INGRESS, VIB_POLICY_NONE, 0));
	CASE("policy: a cached flow", FROM_A, UDP_AB(1, 2), TO_B, .cached = 1);
	CASE("policy: its reply", FROM_B, UDP_BA(2, 1), TO_A, .cached = 1);
	check_that("policy: the stage ran for the first packet alone, in each chain",
		   hits(VIB_CHAIN_EP, VIB_SLOT_POLICY) == ep + 1 &&
			   hits(VIB_CHAIN_DLV, VIB_SLOT_POLICY) == dlv + 1);
	flip(EP_ID_B, SET_B);
	set(SET_B, 0, 0);
	advance();
	CASE("policy: a set which enforces nothing", FROM_A, UDP_AB(3, 2), TO_B, .entries = 1);
	check_that("policy: lets through without a rule", said(VIB_INGRESS, VIB_POLICY_ALLOWED, 0));
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_UDP, 2, EXACT, 7, DENY);
	CASE("policy: but for what a row refuses", FROM_A, UDP_AB(4, 2), .drop = 181,
	     .any_output = 1);
	check_that("policy: and leaves no flow", !find_flow(A4, B4, 4, 2, 17, &e));
	flip(EP_ID_B, 4711);
	CASE("policy: a set that is not there refuses all", FROM_A, UDP_AB(5, 9), .drop = 133);
}

static void defaults(void)
{
	clean();
	set(SET_A, VIB_SET_EGRESS, 0);
	flip(EP_ID_A, SET_A);
	CASE("policy: no egress by default", FROM_A, UDP_AB(1, 2), .drop = 133);
	check_that("policy: it ended in the sender's chain",
		   last.meta.chain == VIB_CHAIN_EP && last.meta.slot == VIB_SLOT_POLICY &&
			   said(VIB_EGRESS, VIB_POLICY_UNMATCHED, 0) &&
			   last.meta.policy_id == SET_A);
	CASE("policy: nor to the world", FROM_A, PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2)),
	     .drop = 133);
	CASE("policy: nor to the host", FROM_A, PACKET(ETH(), IP4(A4, GATEWAY4), UDP(1, 2)),
	     .drop = 133);
	CASE("policy: nor by IPv6", FROM_A, PACKET(ETH(), IP6(A6, B6), UDP(1, 2)), .drop = 133);
	CASE("policy: ingress is open", FROM_B, UDP_BA(1, 2), TO_A, .entries = 1);
	CASE("policy: and its reply is no new flow", FROM_A, UDP_AB(2, 1), TO_B, .cached = 1);
	set(SET_A, VIB_SET_INGRESS, 0);
	advance();
	CASE("policy: no ingress by default", FROM_B, UDP_BA(3, 4), .drop = 133, .any_output = 1);
	check_that("policy: it ended in the receiver's chain",
		   last.meta.chain == VIB_CHAIN_DLV && said(VIB_INGRESS, VIB_POLICY_UNMATCHED, 0));
	CASE("policy: nor from the underlay", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, A4), UDP(1, 2)), .drop = 133, .any_output = 1);
	CASE("policy: nor from the host", FROM_HOST, PACKET(ETH(), IP4(GATEWAY4, A4), UDP(1, 2)),
	     .drop = 133, .any_output = 1);
	CASE("policy: egress is open", FROM_A, UDP_AB(5, 6), TO_B, .entries = 1);
	CASE("policy: ARP is no business of it", FROM_A,
	     PACKET(ETH(.dst = MAC_ALL), ARP(1, A4, GATEWAY4)), .action = TC_ACT_REDIRECT,
	     .any_output = 1, .consumed = 0);
}

/* One question to the ingress policy of B, by a packet of A's identity. */
static void ask(const char *name, int proto, int port, int verdict, uint32_t rule)
{
	static int sport = 2000;
	struct packet p = proto == IPPROTO_TCP ? TCP_AB(++sport, port, SYN) : UDP_AB(++sport, port);

	if (verdict == VIB_POLICY_ALLOWED)
		CASE(name, FROM_A, p, TO_B, .entries = 1);
	else
		CASE(name, FROM_A, p, .drop = verdict == VIB_POLICY_REFUSED ? 181 : 133,
		     .any_output = 1);
	check_that("policy: by the rule it names", said(VIB_INGRESS, verdict, rule));
}

static void rows(void)
{
	clean();
	set(SET_B, VIB_SET_INGRESS, 0);
	flip(EP_ID_B, SET_B);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 1, 0);
	ask("policy: a port of an identity", IPPROTO_TCP, 80, VIB_POLICY_ALLOWED, 1);
	ask("policy: another port", IPPROTO_TCP, 81, VIB_POLICY_UNMATCHED, 0);
	ask("policy: another protocol", IPPROTO_UDP, 80, VIB_POLICY_UNMATCHED, 0);
	row(SET_B, ID_REMOTE, VIB_INGRESS, IPPROTO_TCP, 81, EXACT, 2, 0);
	row(SET_B, ID_A, VIB_EGRESS, IPPROTO_TCP, 81, EXACT, 3, 0);
	row(SET_B + 50, ID_A, VIB_INGRESS, IPPROTO_TCP, 81, EXACT, 4, 0);
	ask("policy: another identity, direction, set", IPPROTO_TCP, 81, VIB_POLICY_UNMATCHED, 0);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 8192, 3, 5, 0);
	ask("policy: the first port of a prefix", IPPROTO_TCP, 8192, VIB_POLICY_ALLOWED, 5);
	ask("policy: the last port of a prefix", IPPROTO_TCP, 16383, VIB_POLICY_ALLOWED, 5);
	ask("policy: one below it", IPPROTO_TCP, 8191, VIB_POLICY_UNMATCHED, 0);
	ask("policy: one above it", IPPROTO_TCP, 16384, VIB_POLICY_UNMATCHED, 0);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 9000, EXACT, 6, DENY);
	ask("policy: a refusal inside a prefix", IPPROTO_TCP, 9000, VIB_POLICY_REFUSED, 6);
	ask("policy: beside it", IPPROTO_TCP, 9001, VIB_POLICY_ALLOWED, 5);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_UDP, 0, 0, 7, 0);
	ask("policy: every port of a protocol", IPPROTO_UDP, 53, VIB_POLICY_ALLOWED, 7);
	row(SET_B, ID_A, VIB_INGRESS, ANY, 0, 0, 8, 0);
	ask("policy: every protocol", IPPROTO_TCP, 17000, VIB_POLICY_ALLOWED, 8);
	CASE("policy: one without ports too", FROM_A,
	     PACKET(ETH(), IP4(A4, B4, .proto = 47), BYTES(20)), TO_B, .entries = 1);
	check_that("policy: by the same rule", said(VIB_INGRESS, VIB_POLICY_ALLOWED, 8));

	clean();
	set(SET_B, VIB_SET_INGRESS, 0);
	flip(EP_ID_B, SET_B);
	row(SET_B, 0, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 11, 0);
	ask("policy: anybody may", IPPROTO_TCP, 80, VIB_POLICY_ALLOWED, 11);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 12, 0);
	ask("policy: the identity's own row is named first", IPPROTO_TCP, 80, VIB_POLICY_ALLOWED,
	    12);
	row(SET_B, 0, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 13, DENY);
	ask("policy: nobody may, whatever its own row says", IPPROTO_TCP, 80, VIB_POLICY_REFUSED,
	    13);
	row(SET_B, 0, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 14, 0);
	row(SET_B, ID_A, VIB_INGRESS, ANY, 0, 0, 15, DENY);
	no_row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 80, EXACT);
	ask("policy: its own broad refusal wins over everybody's port", IPPROTO_TCP, 80,
	    VIB_POLICY_REFUSED, 15);
	row(SET_B, 0, VIB_INGRESS, ANY, 0, 0, 16, DENY);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_UDP, 53, EXACT, 17, 0);
	ask("policy: everybody's broad refusal wins over its own port", IPPROTO_UDP, 53,
	    VIB_POLICY_REFUSED, 16);
}

static void both_ends(void)
{
	clean();
	set(SET_A, VIB_SET_EGRESS, 0);
	set(SET_B, VIB_SET_INGRESS, 0);
	flip(EP_ID_A, SET_A);
	flip(EP_ID_B, SET_B);
	row(SET_A, ID_B, VIB_EGRESS, IPPROTO_TCP, 80, EXACT, 1, 0);
	CASE("policy: the sender may, the receiver does not want", FROM_A, TCP_AB(1, 80, SYN),
	     .drop = 133, .any_output = 1);
	check_that("policy: both are noted", said(VIB_EGRESS, VIB_POLICY_ALLOWED, 1) &&
						     said(VIB_INGRESS, VIB_POLICY_UNMATCHED, 0));
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 2, 0);
	CASE("policy: both want", FROM_A, TCP_AB(1, 80, SYN), TO_B, .entries = 1);
	check_that("policy: by a rule each", said(VIB_EGRESS, VIB_POLICY_ALLOWED, 1) &&
						     said(VIB_INGRESS, VIB_POLICY_ALLOWED, 2));
	CASE("policy: the reply needs no rule", FROM_B, TCP_BA(80, 1, SYN | ACK), TO_A,
	     .ct = VIB_CT_REPLY, .cached = 1);
	advance();
	CASE("policy: nor after a change", FROM_B, TCP_BA(80, 1, ACK), TO_A, .ct = VIB_CT_REPLY);
	check_that("policy: it is judged as the flow's first packet",
		   said(VIB_EGRESS, VIB_POLICY_ALLOWED, 1) &&
			   said(VIB_INGRESS, VIB_POLICY_ALLOWED, 2));
	CASE("policy: and cached again", FROM_A, TCP_AB(1, 80, ACK), TO_B, .cached = 1);
	CASE("policy: the other way round is another flow", FROM_B, TCP_BA(2, 80, SYN), TO_A,
	     .entries = 1);
	set(SET_A, VIB_SET_INGRESS | VIB_SET_EGRESS, 0);
	CASE("policy: which needs a rule of its own", FROM_B, TCP_BA(3, 80, SYN), .drop = 133,
	     .any_output = 1);
	CASE("policy: from the world, only the receiver judges", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, B4), TCP(1, 80, SYN)), .drop = 133, .any_output = 1);
	row(SET_B, ID_REMOTE, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 3, 0);
	CASE("policy: by its identity", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(REMOTE4, B4), TCP(1, 80, SYN)), TO_B, .entries = 1);
	advance();
	CASE("policy: a reply to another host after a change", FROM_B,
	     PACKET(ETH(.src = MAC_B), IP4(B4, REMOTE4), TCP(80, 1, SYN | ACK)), TO_STACK,
	     .ct = VIB_CT_REPLY);
	check_that("policy: is the receiver's ingress", said(VIB_INGRESS, VIB_POLICY_ALLOWED, 3));
}

static void icmp(void)
{
	clean();
	set(SET_B, VIB_SET_INGRESS, 0);
	flip(EP_ID_B, SET_B);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_ICMP, 8, EXACT, 1, 0);
	CASE("policy: an ICMP type", FROM_A, PACKET(ETH(), IP4(A4, B4), ICMP(8, 0, .id = 9)), TO_B,
	     .entries = 1);
	CASE("policy: another type", FROM_A, PACKET(ETH(), IP4(A4, B4), ICMP(13, 0, .id = 9)),
	     .drop = 133, .any_output = 1);
	advance();
	CASE("policy: the echo's reply after a change", FROM_B,
	     PACKET(ETH(.src = MAC_B), IP4(B4, A4), ICMP(0, 0, .id = 9)), TO_A, .ct = VIB_CT_REPLY);
	check_that("policy: is judged by the request's type",
		   said(VIB_INGRESS, VIB_POLICY_ALLOWED, 1));
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_ICMPV6, 128, EXACT, 2, 0);
	CASE("policy: an ICMPv6 type", FROM_A, PACKET(ETH(), IP6(A6, B6), ICMP(128, 0, .id = 9)),
	     TO_B, .entries = 1);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_UDP, 53, EXACT, 3, 0);
	set(SET_A, VIB_SET_INGRESS, 0);
	flip(EP_ID_A, SET_A);
	CASE("policy: a flow", FROM_A, UDP_AB(9, 53), TO_B, .entries = 1);
	CASE("policy: a related ICMP error passes", FROM_B,
	     PACKET(ETH(.src = MAC_B), IP4(B4, A4), ICMP(3, 3), IP4(A4, B4), UDP(9, 53)), TO_A,
	     .ct = VIB_CT_RELATED);
}

static void fragments(void)
{
	clean();
	set(SET_B, VIB_SET_INGRESS, 0);
	flip(EP_ID_B, SET_B);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_UDP, 800, EXACT, 1, 0);
	CASE("policy: a first fragment", FROM_A,
	     PACKET(ETH(), IP4(A4, B4, .id = 9, .more = 1), UDP(700, 800), BYTES(72)), TO_B,
	     .entries = 1);
	advance();
	CASE("policy: a later one by the first one's ports", FROM_A,
	     PACKET(ETH(), IP4(A4, B4, .proto = 17, .id = 9, .frag = 10), BYTES(40)), TO_B,
	     .ct = VIB_CT_ESTABLISHED);
	CASE("policy: a first fragment that is refused", FROM_A,
	     PACKET(ETH(), IP4(A4, B4, .id = 10, .more = 1), UDP(700, 801), BYTES(72)), .drop = 133,
	     .any_output = 1);
	CASE("policy: and its later ones", FROM_A,
	     PACKET(ETH(), IP4(A4, B4, .proto = 17, .id = 10, .frag = 10), BYTES(40)), .drop = 133,
	     .any_output = 1);
}

/* Flows that a change of policy meets. */
static void stale(void)
{
	struct vib_ct_entry before = {}, after = {};

	clean();
	set(SET_B, VIB_SET_INGRESS, 0);
	flip(EP_ID_B, SET_B);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 1, 0);
	CASE("policy: a connection", FROM_A, TCP_AB(1, 80, SYN), TO_B, .entries = 1);
	CASE("policy: is answered", FROM_B, TCP_BA(80, 1, SYN | ACK), TO_A, .cached = 1);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 2, DENY);
	advance();
	find_flow(A4, B4, 1, 80, 6, &before);
	before.expires -= 5000;
	before.last_seen -= 5000;
	change_flow(A4, B4, 1, 80, 6, &before);
	CASE("policy: a new refusal stops it at once", FROM_A, TCP_AB(1, 80, ACK), .drop = 181,
	     .any_output = 1);
	CASE("policy: in both directions", FROM_B, TCP_BA(80, 1, ACK), .drop = 181);
	CASE("policy: and again", FROM_A, TCP_AB(1, 80, ACK), .drop = 181, .any_output = 1);
	find_flow(A4, B4, 1, 80, 6, &after);
	check_that("policy: what is refused keeps no flow alive",
		   !memcmp(&before, &after, sizeof(after)));
	no_row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 80, EXACT);
	advance();
	CASE("policy: without its permission likewise", FROM_A, TCP_AB(1, 80, ACK), .drop = 133,
	     .any_output = 1);
	CASE("policy: and its reply", FROM_B, TCP_BA(80, 1, ACK), .drop = 133);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 3, 0);
	advance();
	CASE("policy: with a new one it goes on", FROM_A, TCP_AB(1, 80, ACK), TO_B,
	     .ct = VIB_CT_ESTABLISHED);
	CASE("policy: cached from then on", FROM_B, TCP_BA(80, 1, ACK), TO_A, .cached = 1);
	flip(EP_ID_B, 0);
	set(SET_A, VIB_SET_INGRESS | VIB_SET_EGRESS, 0);
	flip(EP_ID_A, SET_A);
	advance();
	CASE("policy: a reply whose receiver may not ask any more", FROM_B, TCP_BA(80, 1, ACK),
	     .drop = 133, .any_output = 1);
	check_that("policy: by the receiver's egress", said(VIB_EGRESS, VIB_POLICY_UNMATCHED, 0));
}

/* A connection that is older than the datapath: its server was heard first. */
static void midstream(void)
{
	struct vib_ct_entry e = {};

	clean();
	CASE("policy: a server is heard first", FROM_B, TCP_BA(80, 1, ACK), TO_A, .entries = 1);
	set(SET_B, VIB_SET_INGRESS | VIB_SET_EGRESS, 0);
	flip(EP_ID_B, SET_B);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 1, 0);
	advance();
	CASE("policy: alone it is refused", FROM_B, TCP_BA(80, 1, ACK), .drop = 133);
	CASE("policy: the client's answer turns the flow", FROM_A, TCP_AB(1, 80, ACK), TO_B,
	     .ct = VIB_CT_ESTABLISHED);
	check_that("policy: by the right rule",
		   said(VIB_INGRESS, VIB_POLICY_ALLOWED, 1) && last.meta.ct_dir == 0);
	find_flow(A4, B4, 1, 80, 6, &e);
	check_that("policy: the client began it", e.src_id == ID_A && e.dst_id == ID_B &&
							  e.packets[0] == 1 && e.packets[1] == 1 &&
							  e.side[0].ifindex == (__u32)dp.dev.a);
	CASE("policy: so the server may go on", FROM_B, TCP_BA(80, 1, ACK), TO_A,
	     .ct = VIB_CT_REPLY, .cached = 1);
	advance();
	CASE("policy: also after a change", FROM_B, TCP_BA(80, 1, ACK), TO_A, .ct = VIB_CT_REPLY);

	clean();
	CASE("policy: a server is heard first again", FROM_B, TCP_BA(80, 1, ACK), TO_A,
	     .entries = 1);
	CASE("policy: and the client", FROM_A, TCP_AB(1, 80, ACK), TO_B, .cached = 1);
	set(SET_A, VIB_SET_INGRESS | VIB_SET_EGRESS, 0);
	set(SET_B, VIB_SET_INGRESS | VIB_SET_EGRESS, 0);
	flip(EP_ID_A, SET_A);
	flip(EP_ID_B, SET_B);
	row(SET_A, ID_B, VIB_EGRESS, IPPROTO_TCP, 80, EXACT, 2, 0);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 1, 0);
	advance();
	CASE("policy: then the server's own packet turns it", FROM_B, TCP_BA(80, 1, ACK), TO_A,
	     .ct = VIB_CT_REPLY);
	find_flow(A4, B4, 1, 80, 6, &e);
	check_that("policy: the client began this one too", e.src_id == ID_A && e.dst_id == ID_B);

	clean();
	CASE("policy: heard first", FROM_B, TCP_BA(80, 1, ACK), TO_A, .entries = 1);
	CASE("policy: both", FROM_A, TCP_AB(1, 80, ACK), TO_B, .cached = 1);
	set(SET_A, VIB_SET_INGRESS | VIB_SET_EGRESS, 0);
	set(SET_B, VIB_SET_EGRESS, 0);
	flip(EP_ID_A, SET_A);
	flip(EP_ID_B, SET_B);
	row(SET_B, ID_A, VIB_EGRESS, IPPROTO_TCP, 1, EXACT, 3, 0);
	advance();
	CASE("policy: both must want the same way round", FROM_B, TCP_BA(80, 1, ACK), .drop = 133,
	     .any_output = 1);
	CASE("policy: from either side", FROM_A, TCP_AB(1, 80, ACK), .drop = 133);
}

static void audit(void)
{
	clean();
	set(SET_B, VIB_SET_INGRESS | VIB_SET_AUDIT, 0);
	flip(EP_ID_B, SET_B);
	CASE("policy: audit lets through", FROM_A, UDP_AB(1, 2), TO_B, .entries = 1);
	check_that("policy: and notes the refusal",
		   said(VIB_INGRESS, VIB_POLICY_UNMATCHED | VIB_POLICY_NOTED, 0));
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_UDP, 3, EXACT, 5, DENY);
	CASE("policy: audit lets a refusal through", FROM_A, UDP_AB(1, 3), TO_B, .entries = 1);
	check_that("policy: and notes its rule",
		   said(VIB_INGRESS, VIB_POLICY_REFUSED | VIB_POLICY_NOTED, 5));
	set(SET_OPEN, VIB_SET_INGRESS, SET_AUDIT);
	set(SET_AUDIT, VIB_SET_INGRESS, 0);
	flip(EP_ID_B, SET_OPEN);
	row(SET_OPEN, ID_A, VIB_INGRESS, IPPROTO_UDP, 4, EXACT, 6, 0);
	row(SET_OPEN, ID_A, VIB_INGRESS, IPPROTO_UDP, 5, EXACT, 7, 0);
	row(SET_AUDIT, ID_A, VIB_INGRESS, IPPROTO_UDP, 5, EXACT, 8, 0);
	advance();
	CASE("policy: what the set for audit refuses", FROM_A, UDP_AB(1, 4), TO_B, .entries = 1);
	check_that("policy: is noted",
		   said(VIB_INGRESS, VIB_POLICY_UNMATCHED | VIB_POLICY_NOTED, 0));
	CASE("policy: what both allow", FROM_A, UDP_AB(1, 5), TO_B, .entries = 1);
	check_that("policy: is the set's", said(VIB_INGRESS, VIB_POLICY_ALLOWED, 7));
	CASE("policy: what the set refuses", FROM_A, UDP_AB(1, 6), .drop = 133, .any_output = 1);
}

static void of_the_host(void)
{
	clean();
	set(SET_HOST, VIB_SET_INGRESS, 0);
	flip(VIB_POLICY_HOST, SET_HOST);
	CASE("policy: the host takes nothing from an endpoint", FROM_A,
	     PACKET(ETH(), IP4(A4, GATEWAY4), TCP(1, 22, SYN)), .drop = 133);
	row(SET_HOST, ID_A, VIB_INGRESS, IPPROTO_TCP, 22, EXACT, 1, 0);
	CASE("policy: but what its rule says", FROM_A,
	     PACKET(ETH(), IP4(A4, GATEWAY4), TCP(1, 22, SYN)), TO_STACK, .entries = 1);
	check_that("policy: that rule", said(VIB_INGRESS, VIB_POLICY_ALLOWED, 1));
	advance();
	CASE("policy: the host's reply after a change", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, A4), TCP(22, 1, SYN | ACK)), TO_A, .ct = VIB_CT_REPLY);
	check_that("policy: is its ingress", said(VIB_INGRESS, VIB_POLICY_ALLOWED, 1));
	CASE("policy: out of a tunnel to the host is not its business here", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, HOST4), TCP(1, 22, SYN)), .action = TC_ACT_OK, .ct = -1);
	set(SET_HOST, VIB_SET_EGRESS, 0);
	advance();
	CASE("policy: the host may send nothing", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, A4), UDP(1, 2)), .drop = 133);
	check_that("policy: by its own egress",
		   said(VIB_EGRESS, VIB_POLICY_UNMATCHED, 0) && last.meta.chain == VIB_CHAIN_HOST);
	row(SET_HOST, ID_A, VIB_EGRESS, IPPROTO_UDP, 2, EXACT, 2, 0);
	CASE("policy: but what its rule says", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, A4), UDP(1, 2)), TO_A, .entries = 1);
	CASE("policy: what the host routes is not the host's", FROM_HOST,
	     PACKET(ETH(), IP4(WORLD4, A4), UDP(1, 2)), TO_A, .entries = 1);
}

/* The host's own packets by the underlay, tracked and judged while it has a policy. */
static void by_uplink(void)
{
	struct packet masked =
		PACKET(ETH(), IP4(HOST4, WORLD4), UDP(7, 53), MARK(VIB_MARK_ENDPOINT));
	struct vib_ct_entry e = {};

	clean();
	CASE("policy: by the uplink, the host has none", BY_UPLINK,
	     PACKET(ETH(), IP4(HOST4, WORLD4), UDP(1, 2)), .action = TC_ACT_OK, .entries = 0);
	dp.settings.flags = VIB_CONFIG_HOST_POLICY;
	configure();
	CASE("policy: the host's own is tracked", BY_UPLINK,
	     PACKET(ETH(), IP4(HOST4, WORLD4), UDP(1, 2)), .action = TC_ACT_OK, .ct = VIB_CT_NEW,
	     .entries = 1);
	CASE("policy: and its answer", FROM_UNDERLAY, PACKET(ETH(), IP4(WORLD4, HOST4), UDP(2, 1)),
	     .action = TC_ACT_OK, .ct = VIB_CT_REPLY, .cached = 1);
	set(SET_HOST, VIB_SET_INGRESS, 0);
	flip(VIB_POLICY_HOST, SET_HOST);
	advance();
	CASE("policy: its answer after a change", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, HOST4), UDP(2, 1)), .action = TC_ACT_OK, .ct = VIB_CT_REPLY);
	CASE("policy: the host takes nothing from the world", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, HOST4), TCP(1, 22, SYN)), .drop = 133);
	CASE("policy: nor what the network's errors pretend", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, HOST4), ICMP(3, 3), IP4(HOST4, WORLD4), UDP(8, 9)),
	     .drop = 133);
	CASE("policy: but errors about its flows", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, HOST4), ICMP(3, 3), IP4(HOST4, WORLD4), UDP(1, 2)),
	     .action = TC_ACT_OK, .ct = VIB_CT_RELATED);
	row(SET_HOST, VIB_ID_WORLD, VIB_INGRESS, IPPROTO_TCP, 22, EXACT, 1, 0);
	CASE("policy: but what a rule allows", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, HOST4), TCP(1, 22, SYN)), .action = TC_ACT_OK,
	     .ct = VIB_CT_NEW, .entries = 1);
	check_that("policy: that rule", said(VIB_INGRESS, VIB_POLICY_ALLOWED, 1));
	CASE("policy: the answer leaves", BY_UPLINK,
	     PACKET(ETH(), IP4(HOST4, WORLD4), TCP(22, 1, SYN | ACK)), .action = TC_ACT_OK,
	     .ct = VIB_CT_REPLY, .cached = 1);
	CASE("policy: what passes through is not the host's", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, "203.0.113.9"), TCP(1, 22, SYN)), .action = TC_ACT_OK,
	     .ct = -1);
	CASE("policy: in neither direction", BY_UPLINK,
	     PACKET(ETH(), IP4("203.0.113.9", WORLD4), TCP(1, 22, SYN)), .action = TC_ACT_OK,
	     .entries = 0);
	CASE("policy: nor multicast", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, "224.0.0.1"), UDP(1, 2)), .action = TC_ACT_OK, .ct = -1);
	CASE("policy: the host's link-local address is the host", FROM_UNDERLAY,
	     PACKET(ETH(), IP6("fe80::b", LINK6), TCP(1, 23, SYN)), .drop = 133);
	CASE("policy: neighbour discovery is not policy's", FROM_UNDERLAY,
	     PACKET(ETH(), IP6("fe80::b", LINK6, .ttl = 255), ND(135, LINK6)), .action = TC_ACT_OK,
	     .ct = -1);
	CASE("policy: a later fragment alone is the stack's", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, HOST4, .proto = 17, .id = 1, .frag = 10), BYTES(40)),
	     .action = TC_ACT_OK, .ct = -1);
	set(SET_HOST, VIB_SET_INGRESS | VIB_SET_EGRESS, 0);
	advance();
	CASE("policy: the host may not ask the world", BY_UPLINK,
	     PACKET(ETH(), IP4(HOST4, WORLD4), UDP(5, 6)), .drop = 133);
	CASE("policy: what it asked before stops", BY_UPLINK,
	     PACKET(ETH(), IP4(HOST4, WORLD4), UDP(1, 2)), .drop = 133);
	CASE("policy: the answer to who may ask goes on", BY_UPLINK,
	     PACKET(ETH(), IP4(HOST4, WORLD4), TCP(22, 1, ACK)), .action = TC_ACT_OK,
	     .ct = VIB_CT_REPLY);
	CASE("policy: an endpoint's behind the host's address is not the host's", BY_UPLINK, masked,
	     .action = TC_ACT_OK, .ct = VIB_CT_NEW, .entries = 1);
	find_flow(HOST4, WORLD4, 7, 53, 17, &e);
	check_that("policy: nor is its flow", e.flags & VIB_CT_MASKED);
	advance();
	CASE("policy: nor its answer", FROM_UNDERLAY, PACKET(ETH(), IP4(WORLD4, HOST4), UDP(53, 7)),
	     .action = TC_ACT_OK, .ct = VIB_CT_REPLY);
	CASE("policy: to another host's endpoints too", BY_UPLINK,
	     PACKET(ETH(), IP4(HOST4, REMOTE4), UDP(1, 2)), .drop = 133);
	row(SET_HOST, ID_REMOTE, VIB_EGRESS, ANY, 0, 0, 2, 0);
	CASE("policy: unless a rule allows it", BY_UPLINK,
	     PACKET(ETH(), IP4(HOST4, REMOTE4), UDP(1, 2)), .action = TC_ACT_OK, .entries = 1);
	dp.settings.flags = 0;
	configure();
	CASE("policy: without one again", BY_UPLINK, PACKET(ETH(), IP4(HOST4, WORLD4), UDP(5, 6)),
	     .action = TC_ACT_OK, .entries = 0);
}

/* A packet that the stack must answer is not judged by its receiver, nor is its flow. */
static void unanswered(void)
{
	clean();
	set(SET_B, VIB_SET_INGRESS, 0);
	flip(EP_ID_B, SET_B);
	CASE("policy: TTL 1 goes to the stack", FROM_A,
	     PACKET(ETH(), IP4(A4, B4, .ttl = 1), UDP(1, 2)), TO_STACK, .entries = 1);
	CASE("policy: and opens nothing", FROM_A, UDP_AB(1, 2), .drop = 133, .any_output = 1);
	CASE("policy: from the underlay", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, B4, .ttl = 1), UDP(1, 2)), .action = TC_ACT_OK,
	     .entries = 1);
	CASE("policy: likewise", FROM_UNDERLAY, PACKET(ETH(), IP4(WORLD4, B4), UDP(1, 2)),
	     .drop = 133, .any_output = 1);
	flip(EP_ID_B, 0);
	CASE("policy: by way of the stack", FROM_HOST, PACKET(ETH(), IP4(A4, B4), UDP(5, 6)), TO_B,
	     .entries = 1);
	set(SET_A, VIB_SET_EGRESS, 0);
	flip(EP_ID_A, SET_A);
	CASE("policy: spares the sender no question", FROM_A, UDP_AB(5, 6), .drop = 133);
}

/* The frame that left: a reset, or ICMP that quotes what was refused. */
static int reset_is(uint32_t seq, uint32_t ack, int flags)
{
	const uint8_t *tcp = last.frame + 14 + (last.frame[12] == 0x08 ? 20 : 40);
	uint32_t word[2];

	memcpy(word, tcp + 4, sizeof(word));
	return last.len == (uint32_t)(tcp - last.frame) + 20 && tcp[13] == flags &&
	       ntohl(word[0]) == seq && ntohl(word[1]) == ack;
}

static uint32_t sum16(const uint8_t *p, int n, uint32_t sum)
{
	for (; n > 1; n -= 2, p += 2)
		sum += p[0] << 8 | p[1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

/* Right checksums make the sums over what they cover all ones. */
static int sums_right(int v6, int proto)
{
	const uint8_t *ip = last.frame + 14;
	int head = v6 ? 40 : 20, n = last.len - 14 - head;
	uint32_t sum = proto == IPPROTO_ICMP ? 0 : proto + n;

	if (proto != IPPROTO_ICMP)
		sum = sum16(ip + (v6 ? 8 : 12), v6 ? 32 : 8, sum);
	return (v6 || sum16(ip, 20, 0) == 0xffff) && sum16(ip + head, n, sum) == 0xffff;
}

static int comes_from(const char *from, const char *to)
{
	__be32 s[4], d[4];
	int v6 = address(from, s) == 6, n = v6 ? 16 : 4;
	const uint8_t *at = last.frame + 14 + (v6 ? 8 : 12);

	address(to, d);
	return !memcmp(at, s, n) && !memcmp(at + n, d, n);
}

static int reaches(const char *mac)
{
	uint8_t wanted[6];

	parse_mac(mac, wanted);
	return !memcmp(last.frame, wanted, 6);
}

static void rejections(void)
{
	struct packet udp = PACKET(ETH(.src = MAC_A), IP4(A4, B4), UDP(1, 53), BYTES(300));
	struct packet udp6 = PACKET(ETH(.src = MAC_A), IP6(A6, B6), UDP(1, 53));
	struct packet answer =
		PACKET(ETH(), IP4(A4, REMOTE4), TCP(53, 1, 4), MARK(VIB_MARK_ANSWER));

	clean();
	set(SET_A, VIB_SET_EGRESS | VIB_SET_REJECT, 0);
	set(SET_B, VIB_SET_INGRESS | VIB_SET_REJECT, 0);
	flip(EP_ID_A, SET_A);
	CASE("policy: a SYN gets a reset", FROM_A,
	     PACKET(ETH(.src = MAC_A), IP4(A4, B4), TCP(1, 80, SYN)), .drop = 133, .answered = 1,
	     .to = dp.dev.a, .any_output = 1);
	check_that("policy: which acknowledges it",
		   reset_is(0, 1, 0x14) && comes_from(B4, A4) && sums_right(0, IPPROTO_TCP));
	check_that("policy: at its MAC", reaches(MAC_A));
	CASE("policy: an ACK gets a reset", FROM_A,
	     PACKET(ETH(.src = MAC_A), IP6(A6, B6), TCP(1, 80, ACK), BYTES(1000)), .drop = 133,
	     .answered = 1, .to = dp.dev.a, .any_output = 1);
	check_that("policy: at what it awaits",
		   reset_is(0, 0, 0x04) && comes_from(B6, A6) && sums_right(1, IPPROTO_TCP));
	CASE("policy: a reset gets nothing", FROM_A,
	     PACKET(ETH(.src = MAC_A), IP4(A4, B4), TCP(1, 80, 4)), .drop = 133);
	CASE("policy: a datagram is prohibited", FROM_A, udp, .drop = 133, .answered = 1,
	     .to = dp.dev.a, .any_output = 1);
	check_that("policy: by ICMP which quotes it",
		   last.len == 14 + 20 + 8 + 28 && last.frame[34] == 3 && last.frame[35] == 13 &&
			   comes_from(B4, A4) && sums_right(0, IPPROTO_ICMP) &&
			   !memcmp(last.frame + 42, udp.data + 14, 28));
	CASE("policy: IPv6 likewise", FROM_A, udp6, .drop = 133, .answered = 1, .to = dp.dev.a,
	     .any_output = 1);
	check_that("policy: by ICMPv6", last.len == 14 + 40 + 8 + 48 && last.frame[54] == 1 &&
						last.frame[55] == 1 && comes_from(B6, A6) &&
						sums_right(1, IPPROTO_ICMPV6) &&
						!memcmp(last.frame + 62, udp6.data + 14, 48));
	flip(EP_ID_A, 0);
	flip(EP_ID_B, SET_B);
	CASE("policy: what the receiver refuses is answered to the sender", FROM_A, udp,
	     .drop = 133, .answered = 1, .to = dp.dev.a, .any_output = 1);
	CASE("policy: also by the underlay", FROM_UNDERLAY,
	     PACKET(ETH(.src = MAC_UNDERLAY), IP4(WORLD4, B4), TCP(1, 80, SYN)), .drop = 133,
	     .answered = 1, .to = dp.dev.underlay, .any_output = 1);
	check_that("policy: at who sent it", reaches(MAC_UNDERLAY));
	CASE("policy: to the host by its stack", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, B4), TCP(1, 80, SYN)), .drop = 133, .answered = 1,
	     .to = dp.dev.host, .any_output = 1);
	check_that("policy: at vib_host", reaches(MAC_HOST) && comes_from(B4, GATEWAY4));
	CASE("policy: an answer of ours is no flow", FROM_HOST, answer, .drop = 160, .ct = -1);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_UDP, 53, EXACT, 9, DENY);
	CASE("policy: a refusal by a row too", FROM_A, udp, .drop = 181, .answered = 1,
	     .to = dp.dev.a, .any_output = 1);
}

static void synthetic(void)
{
	struct packet p = PACKET(ETH(), IP4(A4, B4), TCP(1, 80, SYN), MARK(0x5eed));

	clean();
	set(SET_B, VIB_SET_INGRESS, 0);
	flip(EP_ID_B, SET_B);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 1, 0);
	CASE("policy: a flow for the trace", FROM_A, TCP_AB(1, 80, SYN), TO_B, .entries = 1);
	dp.settings.trace_mark = 0x5eed;
	configure();
	CASE("policy: a trace of a cached flow", FROM_A, p, TO_B, .cached = 1);
	check_that("policy: tells the rule", said(VIB_INGRESS, VIB_POLICY_ALLOWED, 1));
	dp.settings.trace_mark = 0;
	configure();
}

static void probe(void)
{
	struct {
		uint8_t head[VIB_PROBE_HEADER];
		struct vib_policy_query q[VIB_PROBE_QUERIES];
	} in = {}, out = {};
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = &in, .data_size_in = sizeof(in),
		    .data_out = &out, .data_size_out = sizeof(out), .repeat = 1);
	int i, right = 0;

	clean();
	set(SET_B, VIB_SET_INGRESS, 0);
	flip(EP_ID_B, SET_B);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_TCP, 80, EXACT, 1, 0);
	row(SET_B, 0, VIB_INGRESS, IPPROTO_UDP, 0, 0, 2, DENY);
	for (i = 0; i < VIB_PROBE_QUERIES; i++) {
		in.q[i] = (struct vib_policy_query){
			.endpoint = i % 5 ? EP_ID_B : EP_ID_A,
			.set = i % 7 ? 0 : SET_B,
			.identity = i % 3 ? ID_A : ID_REMOTE,
			.direction = i % 11 ? VIB_INGRESS : VIB_EGRESS,
			.proto = i % 2 ? IPPROTO_TCP : IPPROTO_UDP,
			.port = htons(i % 4 == 1 ? 80 : 81),
		};
	}
	must(bpf_prog_test_run_opts(probe_fd, &opts), "probe");
	for (i = 0; i < VIB_PROBE_QUERIES; i++) {
		int asked = in.q[i].set || in.q[i].endpoint == EP_ID_B;
		int verdict = VIB_POLICY_NONE, rule = 0;

		if (asked && in.q[i].direction == VIB_EGRESS)
			verdict = VIB_POLICY_ALLOWED;
		else if (asked && in.q[i].proto == IPPROTO_UDP)
			verdict = VIB_POLICY_REFUSED, rule = 2;
		else if (asked && in.q[i].identity == ID_A && in.q[i].port == htons(80))
			verdict = VIB_POLICY_ALLOWED, rule = 1;
		else if (asked)
			verdict = VIB_POLICY_UNMATCHED;
		right += out.q[i].verdict == verdict && (int)out.q[i].rule == rule;
	}
	check_that("policy: the probe answers every question", opts.retval == VIB_PROBE_QUERIES);
	check_that("policy: as the stage would", right == VIB_PROBE_QUERIES);
	opts.data_size_in = VIB_PROBE_HEADER + 3 * sizeof(in.q[0]);
	opts.data_size_out = sizeof(out);
	must(bpf_prog_test_run_opts(probe_fd, &opts), "probe");
	check_that("policy: also few of them", opts.retval == 3);
}

static int verdict_is(const struct vib_flow_event *e, int direction, int verdict, uint32_t rule)
{
	return e->kind == VIB_FLOW_VERDICT && e->verdict == verdict &&
	       !(e->flags & VIB_FLOW_INGRESS) == (direction == VIB_EGRESS) &&
	       e->direction == (direction == VIB_EGRESS ? 2 : 1) && e->rule[direction] == rule &&
	       !e->packets;
}

/* Each end that enforces something tells what it said, when it said it. */
static void told(const char *dir)
{
	const struct vib_flow_event *e;

	clean();
	tell_flows(dir, VIB_CAUSE_START | VIB_CAUSE_VERDICT);
	CASE("policy: told: nobody enforces", FROM_A, UDP_AB(50, 2), TO_B, .entries = 1);
	check_that("policy: told: no verdict", flows_told(&e) == 1 && e->kind == VIB_FLOW_TRACE);
	set(SET_A, VIB_SET_EGRESS, 0);
	set(SET_B, VIB_SET_INGRESS, 0);
	row(SET_A, ID_B, VIB_EGRESS, IPPROTO_UDP, 2, EXACT, 11, 0);
	row(SET_B, ID_A, VIB_INGRESS, IPPROTO_UDP, 2, EXACT, 12, 0);
	flip(EP_ID_A, SET_A);
	flip(EP_ID_B, SET_B);
	advance();
	CASE("policy: told: both allow", FROM_A, UDP_AB(51, 2), TO_B, .entries = 1);
	check_that("policy: told: both say so, before the packet",
		   flows_told(&e) == 3 && verdict_is(&e[0], VIB_EGRESS, 1, 11) &&
			   verdict_is(&e[1], VIB_INGRESS, 1, 12) &&
			   e[0].policy_match[VIB_EGRESS] == EXACT && e[2].kind == VIB_FLOW_TRACE &&
			   e[2].packets == 1);
	CASE("policy: told: the flow goes on", FROM_A, UDP_AB(51, 2), TO_B, .cached = 1);
	check_that("policy: told: nothing more is said", !flows_told(&e));
	CASE("policy: told: a flow of before", FROM_A, UDP_AB(50, 2), TO_B,
	     .ct = VIB_CT_ESTABLISHED);
	check_that("policy: told: is judged with another answer",
		   flows_told(&e) == 3 && e[2].causes == VIB_CAUSE_VERDICT &&
			   verdict_is(&e[0], VIB_EGRESS, 1, 11));
	no_row(SET_B, ID_A, VIB_INGRESS, IPPROTO_UDP, 2, EXACT);
	advance();
	CASE("policy: told: the receiver refuses", FROM_A, UDP_AB(51, 2), .drop = 133,
	     .any_output = 1);
	check_that("policy: told: the refusal, and the drop",
		   flows_told(&e) == 3 && verdict_is(&e[0], VIB_EGRESS, 1, 11) &&
			   verdict_is(&e[1], VIB_INGRESS, 2, 0) && e[1].drop == 133 &&
			   e[2].kind == VIB_FLOW_DROP && e[2].drop == 133 && e[2].packets == 1);
	set(SET_B, VIB_SET_INGRESS | VIB_SET_AUDIT, 0);
	advance();
	CASE("policy: told: an audit only notes", FROM_A, UDP_AB(52, 2), TO_B, .entries = 1);
	check_that("policy: told: what it would have refused",
		   flows_told(&e) == 3 && verdict_is(&e[1], VIB_INGRESS, 4, 0) &&
			   e[1].drop == 133 && e[2].kind == VIB_FLOW_TRACE && e[2].verdict == 1);
	tell_no_flows();
}

void policy_cases(const char *dir)
{
	static const enum vib_chain chains[] = {VIB_CHAIN_EP, VIB_CHAIN_DLV, VIB_CHAIN_NET,
						VIB_CHAIN_HOST};
	char path[512];
	size_t i;

	snprintf(path, sizeof(path), "%s/policy.bpf.o", dir);
	stage_fd = load_stage_object(path, "vib_stage_policy");
	probe_fd = program_beside("vib_policy_probe");
	of_fd = map_of_last_object("vib_policy_of");
	sets_fd = map_of_last_object("vib_policy_sets");
	rows_fd = map_of_last_object("vib_policy");
	for (i = 0; i < sizeof(chains) / sizeof(*chains); i++)
		write_slot(chains[i], VIB_SLOT_POLICY, stage_fd);
	unenforced();
	defaults();
	rows();
	both_ends();
	icmp();
	fragments();
	stale();
	midstream();
	audit();
	of_the_host();
	by_uplink();
	unanswered();
	rejections();
	synthetic();
	probe();
	told(dir);
	clean();
	for (i = 0; i < sizeof(chains) / sizeof(*chains); i++)
		clear_slot(chains[i], VIB_SLOT_POLICY);
}
