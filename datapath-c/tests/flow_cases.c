// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Flow events: each cause, each level, counts, limits, the full ring. */
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness.h"

#define FIN 0x01
#define SYN 0x02
#define RST 0x04
#define PSH 0x08
#define ACK 0x10

#define TO_STACK .action = TC_ACT_REDIRECT, .to = dp.dev.host
#define TO_A	 .action = TC_ACT_REDIRECT, .to = dp.dev.a, .any_output = 1
#define TO_B	 .action = TC_ACT_REDIRECT, .to = dp.dev.b, .any_output = 1

#define AB(p, f)  PACKET(ETH(), IP4(A4, B4), TCP(p, 80, f))
#define BA(p, f)  PACKET(ETH(.src = MAC_B), IP4(B4, A4), TCP(80, p, f))
#define UDP_AB(p) PACKET(ETH(), IP4(A4, B4), UDP(p, 53))
#define UDP_BA(p) PACKET(ETH(.src = MAC_B), IP4(B4, A4), UDP(53, p))

#define MEDIUM                                                                       \
	(VIB_CAUSE_START | VIB_CAUSE_REPLY | VIB_CAUSE_TCP_FLAGS | VIB_CAUSE_CLOSE | \
	 VIB_CAUSE_VERDICT | VIB_CAUSE_PERIODIC)
#define MAXIMUM (VIB_CAUSE_START | VIB_CAUSE_CLOSE | VIB_CAUSE_VERDICT | VIB_CAUSE_PERIODIC)

#define MOST 4096

static int stage_fd, counts_fd, settings_fd, ring_fd;
static struct ring_buffer *ring;
static struct vib_flow_event got[MOST];
static int n_got;

static void must(int error, const char *what)
{
	if (error) {
		perror(what);
		exit(2);
	}
}

static int take(void *context, void *data, size_t size)
{
	(void)context;
	if (size == sizeof(*got) && n_got < MOST)
		memcpy(&got[n_got++], data, size);
	return 0;
}

/* Events since the last call, into got. */
static int events(void)
{
	n_got = 0;
	ring_buffer__consume(ring);
	return n_got;
}

static struct vib_flow_counts counted(void)
{
	struct vib_flow_counts cpu[256], sum = {};
	__u32 zero = 0;
	int i;

	must(bpf_map_lookup_elem(counts_fd, &zero, cpu), "read vib_flow_counts");
	for (i = 0; i < dp.cpus; i++) {
		sum.produced += cpu[i].produced;
		sum.lost_full += cpu[i].lost_full;
		sum.lost_limited += cpu[i].lost_limited;
		sum.traces += cpu[i].traces;
		sum.drops += cpu[i].drops;
		sum.verdicts += cpu[i].verdicts;
		sum.seen += cpu[i].seen;
	}
	return sum;
}

/* On the one CPU that the cases run on. */
static uint64_t notable(void)
{
	struct vib_scratch scratch;
	uint64_t sum = 0;
	int chain;

	read_scratch(&scratch);
	for (chain = 0; chain < VIB_CHAINS; chain++)
		sum += scratch.notable[chain];
	return sum;
}

static void level(uint8_t causes, int each, int entry, uint32_t interval)
{
	dp.settings.flow_causes = causes;
	dp.settings.flow_entry = entry;
	dp.settings.flow_interval = interval;
	dp.settings.flags &= ~VIB_CONFIG_EACH_PACKET;
	if (each)
		dp.settings.flags |= VIB_CONFIG_EACH_PACKET;
	configure();
}

static void limit(uint64_t cost, uint64_t window)
{
	struct vib_flow_settings settings = {.drop_cost = cost, .drop_window = window};
	__u32 zero = 0;

	must(bpf_map_update_elem(settings_fd, &zero, &settings, BPF_ANY), "limit drops");
}

static void load_stage(const char *dir)
{
	static const enum vib_chain all[] = {VIB_CHAIN_EP, VIB_CHAIN_DLV, VIB_CHAIN_NET,
					     VIB_CHAIN_HOST};
	char path[512];
	size_t i;

	snprintf(path, sizeof(path), "%s/flow.bpf.o", dir);
	stage_fd = load_stage_object(path, "vib_stage_flow");
	ring_fd = map_of_last_object("vib_flow_ring");
	counts_fd = map_of_last_object("vib_flow_counts");
	settings_fd = map_of_last_object("vib_flow_settings");
	ring = ring_buffer__new(ring_fd, take, NULL, NULL);
	must(!ring, "map the ring");
	for (i = 0; i < sizeof(all) / sizeof(*all); i++)
		write_slot(all[i], VIB_SLOT_TRACE, stage_fd);
}

static void begin(uint8_t causes)
{
	forget_flows();
	level(causes, 0, 0, 0);
	limit(0, 0);
	events();
}

static int one(uint8_t causes, uint8_t observation)
{
	return events() == 1 && got[0].causes == causes && got[0].observation == observation;
}

static void causes(void)
{
	begin(MEDIUM);
	CASE("flow: a first packet", FROM_A, AB(1000, SYN), TO_B, .ct = VIB_CT_NEW, .entries = 1);
	check_that("flow: starts a flow", one(VIB_CAUSE_START, VIB_FLOW_TO_ENDPOINT));
	check_that("flow: the event says who",
		   got[0].version == VIB_FLOW_VERSION && got[0].size == sizeof(*got) &&
			   got[0].kind == VIB_FLOW_TRACE && got[0].verdict == 1 &&
			   got[0].family == 4 && got[0].protocol == 6 && got[0].src_id == ID_A &&
			   got[0].dst_id == ID_B && got[0].src_ep == EP_ID_A &&
			   got[0].dst_ep == EP_ID_B && got[0].sport == htons(1000) &&
			   got[0].dport == htons(80) && got[0].tcp_flags == SYN);
	check_that("flow: and where",
		   (int)got[0].ifindex == dp.dev.a && (int)got[0].out_ifindex == dp.dev.b &&
			   got[0].chain == VIB_CHAIN_DLV && got[0].slot == VIB_SLOT_DELIVER &&
			   got[0].reason == VIB_CT_NEW && got[0].direction == 1 && !got[0].flags);
	check_that("flow: and how much", got[0].packets == 1 && got[0].bytes == got[0].len);
	CASE("flow: the SYN again", FROM_A, AB(1000, SYN), TO_B, .ct = VIB_CT_ESTABLISHED,
	     .cached = 1);
	check_that("flow: is nothing new", !events());
	CASE("flow: the first answer", FROM_B, BA(1000, SYN | ACK), TO_A, .ct = VIB_CT_REPLY,
	     .cached = 1);
	check_that("flow: is told with its flags",
		   one(VIB_CAUSE_REPLY | VIB_CAUSE_TCP_FLAGS, VIB_FLOW_TO_ENDPOINT));
	check_that("flow: as a reply to what its receiver began",
		   got[0].flags == VIB_FLOW_REPLY && got[0].direction == 2 &&
			   got[0].src_id == ID_B && got[0].src_ep == EP_ID_B);
	CASE("flow: an ACK", FROM_A, AB(1000, ACK), TO_B, .ct = VIB_CT_ESTABLISHED, .cached = 1);
	check_that("flow: has a flag that the SYN had not",
		   one(VIB_CAUSE_TCP_FLAGS, VIB_FLOW_TO_ENDPOINT));
	check_that("flow: and counts since the first event", got[0].packets == 2);
	CASE("flow: data", FROM_A, AB(1000, ACK), TO_B, .ct = VIB_CT_ESTABLISHED, .cached = 1);
	check_that("flow: goes on as before", !events());
	CASE("flow: a FIN", FROM_A, AB(1000, FIN | ACK), TO_B, .ct = VIB_CT_ESTABLISHED,
	     .cached = 1);
	check_that("flow: is a flag, no close yet",
		   one(VIB_CAUSE_TCP_FLAGS, VIB_FLOW_TO_ENDPOINT) && got[0].packets == 2);
	CASE("flow: the other FIN", FROM_B, BA(1000, FIN | ACK), TO_A, .ct = VIB_CT_REPLY,
	     .cached = 1);
	check_that("flow: closes",
		   one(VIB_CAUSE_TCP_FLAGS | VIB_CAUSE_CLOSE, VIB_FLOW_TO_ENDPOINT));
	CASE("flow: what does not change the state any more", FROM_A, AB(1000, ACK), TO_B,
	     .ct = VIB_CT_ESTABLISHED, .cached = 1);
	check_that("flow: is nothing new after the close", !events());
}

static void reset(void)
{
	begin(MAXIMUM);
	CASE("flow: maximum: a first packet", FROM_A, AB(1001, SYN), TO_B, .entries = 1);
	check_that("flow: maximum: start", one(VIB_CAUSE_START, VIB_FLOW_TO_ENDPOINT));
	CASE("flow: maximum: the answer", FROM_B, BA(1001, SYN | ACK), TO_A, .cached = 1);
	check_that("flow: maximum: neither reply nor flags", !events());
	CASE("flow: maximum: a reset", FROM_B, BA(1001, RST), TO_A, .cached = 1);
	check_that("flow: maximum: close",
		   one(VIB_CAUSE_CLOSE, VIB_FLOW_TO_ENDPOINT) && got[0].packets == 2);
}

/* An entry whose last event was so many jiffies ago; looked at once a second. */
static void age(int port, uint32_t jiffies)
{
	struct vib_ct_entry e;

	if (!find_flow(A4, B4, port, 53, 17, &e))
		must(1, "find the flow");
	e.told_at -= jiffies;
	e.last_seen -= 1000;
	change_flow(A4, B4, port, 53, 17, &e);
}

static void periodic(void)
{
	begin(MEDIUM);
	level(MEDIUM, 0, 0, 5000);
	CASE("flow: long: begins", FROM_A, UDP_AB(2000), TO_B, .entries = 1);
	CASE("flow: long: answer", FROM_B, UDP_BA(2000), TO_A, .cached = 1);
	events();
	CASE("flow: long: goes on", FROM_A, UDP_AB(2000), TO_B, .cached = 1);
	CASE("flow: long: goes on", FROM_B, UDP_BA(2000), TO_A, .cached = 1);
	age(2000, 4000);
	CASE("flow: long: before the interval is over", FROM_A, UDP_AB(2000), TO_B, .cached = 1);
	check_that("flow: long: nothing is told", !events());
	age(2000, 5000);
	CASE("flow: long: after it", FROM_A, UDP_AB(2000), TO_B, .cached = 1);
	check_that("flow: long: counts since the start",
		   one(VIB_CAUSE_PERIODIC, VIB_FLOW_TO_ENDPOINT) && got[0].packets == 3);
	CASE("flow: long: the other direction", FROM_B, UDP_BA(2000), TO_A, .cached = 1);
	check_that("flow: long: has its own event", one(VIB_CAUSE_PERIODIC, VIB_FLOW_TO_ENDPOINT) &&
							    got[0].packets == 2 &&
							    got[0].bytes == 2ull * got[0].len);
	CASE("flow: long: and goes on", FROM_A, UDP_AB(2000), TO_B, .cached = 1);
	check_that("flow: long: until the next interval", !events());
	level(MEDIUM, 0, 0, 0);
	age(2000, 100000);
	CASE("flow: long: without an interval", FROM_A, UDP_AB(2000), TO_B, .cached = 1);
	check_that("flow: long: nothing is told at all", !events());
}

/* What events say adds up to what conntrack counted. */
static void exact_sums(void)
{
	uint64_t packets[2] = {}, bytes[2] = {};
	struct vib_ct_entry e = {};
	int i, k;

	begin(MEDIUM);
	level(MEDIUM, 0, 0, 1000);
	for (i = 0; i < 200; i++) {
		struct packet p = i % 3 ? UDP_AB(2001) : UDP_BA(2001);

		if (i && i % 20 == 0)
			age(2001, 1000);
		run_root(VIB_CHAIN_EP, i % 3 ? dp.dev.a : dp.dev.b, &p, 1, NULL);
	}
	age(2001, 1000);
	for (i = 0; i < 2; i++) {
		struct packet p = i ? UDP_AB(2001) : UDP_BA(2001);

		run_root(VIB_CHAIN_EP, i ? dp.dev.a : dp.dev.b, &p, 1, NULL);
	}
	events();
	for (k = 0; k < n_got; k++) {
		int dir = got[k].flags & VIB_FLOW_REPLY ? 1 : 0;

		packets[dir] += got[k].packets;
		bytes[dir] += got[k].bytes;
	}
	find_flow(A4, B4, 2001, 53, 17, &e);
	check_that("flow: packets of all events are conntrack's",
		   packets[0] == e.packets[0] && packets[1] == e.packets[1] &&
			   packets[0] + packets[1] == 202);
	check_that("flow: bytes too", bytes[0] == e.bytes[0] && bytes[1] == e.bytes[1]);
}

static void drops(void)
{
	struct packet bad = PACKET(ETH(), IP4(B4, A4), UDP(1, 2));
	struct vib_flow_counts before, after;

	begin(0);
	CASE("flow: a dropped packet", FROM_A, bad, .drop = 132);
	check_that("flow: is told of whatever is asked for", one(VIB_CAUSE_DROP, 0));
	check_that("flow: with its reason",
		   got[0].kind == VIB_FLOW_DROP && got[0].verdict == 2 && got[0].drop == 132 &&
			   got[0].direction == 2 && got[0].slot == VIB_SLOT_CONNTRACK &&
			   got[0].packets == 1 && got[0].bytes == got[0].len);
	CASE("flow: a frame without IP", FROM_A, PACKET(ETH(.type = 0x88cc), BYTES(46)),
	     .drop = 166);
	check_that("flow: has no addresses",
		   events() == 1 && got[0].family == 0 && got[0].drop == 166);

	limit(1000000000ull, 3000000000ull);
	before = counted();
	run_root(VIB_CHAIN_EP, dp.dev.a, &bad, 1000, NULL);
	after = counted();
	check_that("flow: drops over their rate are counted, not told",
		   events() == 4 && after.produced - before.produced == 1000 &&
			   after.drops - before.drops == 1000 &&
			   after.lost_limited - before.lost_limited == 996);
	CASE("flow: another reason", FROM_A, PACKET(ETH(.type = 0x88cc), BYTES(46)), .drop = 166);
	check_that("flow: has a rate of its own", events() == 1);
	limit(0, 0);
}

static void full_ring(void)
{
	struct packet bad = PACKET(ETH(), IP4(B4, A4), UDP(1, 2));
	struct vib_flow_counts before, after;
	uint64_t fit = (1 << 23) / (sizeof(struct vib_flow_event) + 8), marked;

	begin(0);
	before = counted();
	marked = notable();
	run_root(VIB_CHAIN_EP, dp.dev.a, &bad, fit + 1000, NULL);
	after = counted();
	check_that("flow: what finds no room is counted",
		   after.produced - before.produced == fit + 1000 &&
			   after.lost_full - before.lost_full == 1000);
	check_that("flow: each notable packet was seen",
		   notable() - marked == fit + 1000 && after.seen - before.seen == fit + 1000);
	events();
	CASE("flow: with room again", FROM_A, bad, .drop = 132);
	check_that("flow: events come again", events() == 1);
}

static void each_packet(void)
{
	begin(MEDIUM);
	CASE("flow: each: begins", FROM_A, UDP_AB(3000), TO_B, .entries = 1);
	level(MEDIUM, 1, 0, 0);
	events();
	CASE("flow: low: a packet", FROM_A, UDP_AB(3000), TO_B, .cached = 1);
	check_that("flow: low: is told where it leaves",
		   one(VIB_CAUSE_PACKET, VIB_FLOW_TO_ENDPOINT) && got[0].packets == 1);
	CASE("flow: low: to the world", FROM_A, PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2)), TO_STACK,
	     .entries = 1);
	check_that("flow: low: by the stack",
		   one(VIB_CAUSE_PACKET | VIB_CAUSE_START, VIB_FLOW_TO_STACK) &&
			   got[0].direction == 2);
	CASE("flow: low: to the host", FROM_A, PACKET(ETH(), IP4(A4, GATEWAY4), UDP(1, 2)),
	     TO_STACK, .entries = 1);
	check_that("flow: low: to the host",
		   one(VIB_CAUSE_PACKET | VIB_CAUSE_START, VIB_FLOW_TO_HOST));
	level(MEDIUM, 1, 1, 0);
	CASE("flow: none: a packet", FROM_A, UDP_AB(3000), TO_B, .cached = 1);
	check_that("flow: none: is told where it comes in, too",
		   events() == 2 && got[0].observation == VIB_FLOW_FROM_ENDPOINT &&
			   !got[0].packets && got[0].direction == 2 &&
			   got[1].observation == VIB_FLOW_TO_ENDPOINT && got[1].packets == 1);
	CASE("flow: none: from the host", FROM_HOST,
	     PACKET(ETH(.src = MAC_HOST), IP4(GATEWAY4, B4), UDP(7, 8)), TO_B, .entries = 1);
	check_that("flow: none: from the host",
		   events() == 2 && got[0].observation == VIB_FLOW_FROM_HOST);
	CASE("flow: none: from the underlay", FROM_UNDERLAY,
	     PACKET(ETH(), IP4(WORLD4, B4), UDP(7, 8)), TO_B, .entries = 1);
	check_that("flow: none: from the underlay",
		   events() == 2 && got[0].observation == VIB_FLOW_FROM_NETWORK &&
			   got[0].direction == 1);
	CASE("flow: none: neighbours' talk", FROM_A, PACKET(ETH(.dst = MAC_ALL), ARP(1, A4, A4)),
	     .consumed = 1);
	check_that("flow: none: is nobody's flow", !events());
	level(MEDIUM, 0, 0, 0);
}

static void judged_again(void)
{
	begin(MEDIUM);
	CASE("flow: judged: begins", FROM_A, UDP_AB(4000), TO_B, .entries = 1);
	events();
	dp.settings.gen++;
	configure();
	CASE("flow: judged: with the same answer", FROM_A, UDP_AB(4000), TO_B,
	     .ct = VIB_CT_ESTABLISHED);
	check_that("flow: judged: is nothing new", !events());
}

static void synthetic(void)
{
	struct packet marked = PACKET(ETH(), IP4(A4, B4), UDP(5000, 53), MARK(77));
	uint64_t before;
	struct vib_flow_counts counts;

	begin(MEDIUM);
	dp.settings.trace_mark = 77;
	configure();
	before = notable();
	counts = counted();
	run_root(VIB_CHAIN_EP, dp.dev.a, &marked, 1, NULL);
	check_that("flow: nothing is told of synthetic packets",
		   !events() && notable() == before && counted().seen == counts.seen);
	dp.settings.trace_mark = 0;
	configure();
}

void tell_flows(const char *objects, uint8_t causes)
{
	load_stage(objects);
	level(causes, 0, 0, 0);
	events();
}

int flows_told(const struct vib_flow_event **all)
{
	*all = got;
	return events();
}

void tell_no_flows(void)
{
	static const enum vib_chain all[] = {VIB_CHAIN_EP, VIB_CHAIN_DLV, VIB_CHAIN_NET,
					     VIB_CHAIN_HOST};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(*all); i++)
		clear_slot(all[i], VIB_SLOT_TRACE);
	level(0, 0, 0, 0);
	ring_buffer__free(ring);
}

void flow_cases(const char *objects)
{
	load_stage(objects);
	causes();
	reset();
	periodic();
	exact_sums();
	drops();
	full_ring();
	each_packet();
	judged_again();
	synthetic();
	tell_no_flows();
	forget_flows();
}
