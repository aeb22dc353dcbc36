// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Watched packets: which are, and what is written of their ways. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/in.h>
#include <vibrissa/flow_event.h>
#include <vibrissa/watch.h>

#include "harness.h"

#define ROW  3
#define ID   77
#define RATE 1000

static int rows_fd, counts_fd, events_fd;
static struct ring_buffer *ring;
static struct vib_path_record way;
static int ways;

static int take(void *context, void *data, size_t size)
{
	(void)context;
	if (size == sizeof(way))
		memcpy(&way, data, size);
	ways++;
	return 0;
}

static __u64 seconds_from_now(int seconds)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec + seconds) * 1000000000ull + now.tv_nsec;
}

/* From A to B, TCP port 80. */
static struct vib_watch from_a_to_b(void)
{
	struct vib_watch w = {
		.id = ID,
		.rate = RATE,
		.expires = seconds_from_now(60),
		.family = 4,
		.proto = IPPROTO_TCP,
		.dport = htons(80),
		.smask = {~0u},
		.dmask = {~0u},
	};

	address(A4, w.saddr);
	address(B4, w.daddr);
	return w;
}

static void put_row(struct vib_watch w)
{
	struct vib_watch_count counts[dp.cpus];
	__u32 row = ROW;

	memset(counts, 0, sizeof(counts));
	check_that("watch: the row is written",
		   !bpf_map_update_elem(rows_fd, &row, &w, BPF_ANY) &&
			   !bpf_map_update_elem(counts_fd, &row, counts, BPF_ANY));
}

static struct vib_watch_count counted(void)
{
	struct vib_watch_count counts[dp.cpus];
	__u32 row = ROW;

	memset(counts, 0, sizeof(counts));
	bpf_map_lookup_elem(counts_fd, &row, counts);
	return counts[0];
}

/* Events of flows, and packets that were to have some. */
static struct vib_flow_counts events(void)
{
	struct vib_flow_counts counts[dp.cpus];
	__u32 zero = 0;

	memset(counts, 0, sizeof(counts));
	bpf_map_lookup_elem(events_fd, &zero, counts);
	return counts[0];
}

/* Ways that came of one packet. */
static int ways_of(enum vib_chain chain, int ifindex, struct packet p, int times)
{
	ways = 0;
	run_root(chain, ifindex, &p, times, NULL);
	ring_buffer__consume(ring);
	return ways;
}

static int ways_from_a(struct packet p)
{
	return ways_of(VIB_CHAIN_EP, dp.dev.a, p, 1);
}

#define SYN_TO_B    PACKET(ETH(), IP4(A4, B4), TCP(1000, 80, 2))
#define ANSWER_TO_A PACKET(ETH(), IP4(B4, A4), TCP(80, 1000, 0x12))

static void tells_the_way(void)
{
	struct vib_flow_counts before = events(), after;
	int i, rising = 1;

	put_row(from_a_to_b());
	check_that("watch: a matching packet's way is written", ways_from_a(SYN_TO_B) == 1);
	check_that("watch: version, size and id",
		   way.version == VIB_PATH_VERSION && way.size == sizeof(way) && way.watch == ID);
	check_that("watch: its steps begin at the first stage and end at the last",
		   way.count >= 4 && way.step[0].chain == VIB_CHAIN_EP &&
			   way.step[way.count - 1].chain == VIB_CHAIN_DLV &&
			   way.step[way.count - 1].slot == VIB_SLOT_TRACE);
	for (i = 1; i < way.count; i++)
		rising &= way.step[i].ns >= way.step[i - 1].ns;
	check_that("watch: their times rise, to that of the whole",
		   rising && way.ns >= way.step[way.count - 1].ns);
	check_that("watch: what the packet was", way.meta.family == 4 &&
							 way.meta.l4proto == IPPROTO_TCP &&
							 way.meta.dport == htons(80) &&
							 way.meta.verdict == VIB_VERDICT_FORWARDED);
	after = events();
	check_that("watch: it is no event of a flow", !memcmp(&before, &after, sizeof(before)));
	check_that("watch: matched = written", counted().matched == 1 && counted().written == 1);
}

static void tells_of_no_other(void)
{
	struct vib_watch w = from_a_to_b();

	put_row(w);
	check_that("watch: another port is not meant",
		   !ways_from_a(PACKET(ETH(), IP4(A4, B4), TCP(1000, 81, 2))));
	check_that("watch: another protocol is not meant",
		   !ways_from_a(PACKET(ETH(), IP4(A4, B4), UDP(1000, 80))));
	check_that("watch: another receiver is not meant",
		   !ways_from_a(PACKET(ETH(), IP4(A4, WORLD4), TCP(1000, 80, 2))));
	check_that("watch: another family is not meant",
		   !ways_from_a(PACKET(ETH(), IP6(A6, B6), TCP(1000, 80, 2))));
	check_that("watch: answers are not meant",
		   !ways_of(VIB_CHAIN_EP, dp.dev.b, ANSWER_TO_A, 1));
	w.flags = VIB_WATCH_BOTH;
	put_row(w);
	check_that("watch: answers are, when asked for",
		   ways_of(VIB_CHAIN_EP, dp.dev.b, ANSWER_TO_A, 1) == 1);
	w.flags = 0;
	w.ifindex = dp.dev.b;
	put_row(w);
	check_that("watch: another device is not meant", !ways_from_a(SYN_TO_B));
	w.ifindex = dp.dev.a;
	w.smask[0] = htonl(0xffffff00);
	w.saddr[0] &= w.smask[0];
	put_row(w);
	check_that("watch: a prefix and a device are", ways_from_a(SYN_TO_B) == 1);
}

static void ends(void)
{
	struct vib_watch w = from_a_to_b();

	w.expires = seconds_from_now(-1);
	put_row(w);
	check_that("watch: nothing is meant after its end", !ways_from_a(SYN_TO_B));
	w = from_a_to_b();
	w.id = 0;
	put_row(w);
	check_that("watch: an empty row means nothing", !ways_from_a(SYN_TO_B));
	put_row(from_a_to_b());
	dp.settings.flags &= ~VIB_CONFIG_WATCH;
	configure();
	check_that("watch: nothing is meant while nobody looks", !ways_from_a(SYN_TO_B));
	dp.settings.flags |= VIB_CONFIG_WATCH;
	configure();
}

static void counts_what_it_leaves_out(void)
{
	struct vib_watch w = from_a_to_b();
	struct vib_watch_count c;

	w.rate = 10;
	put_row(w);
	ways_of(VIB_CHAIN_EP, dp.dev.a, SYN_TO_B, 1000);
	c = counted();
	check_that("watch: over the rate is counted",
		   c.matched == 1000 && c.written + c.limited == 1000 && c.written < 10);
	check_that("watch: as many ways as written", (__u64)ways == c.written);
	w.rate = 1000000;
	put_row(w);
	ways_of(VIB_CHAIN_EP, dp.dev.a, SYN_TO_B, 5000);
	c = counted();
	check_that("watch: a full ring is counted",
		   c.lost > 0 && c.written + c.lost + c.limited == c.matched);
}

static void tells_of_drops(void)
{
	struct vib_watch w = from_a_to_b();

	memset(w.smask, 0, sizeof(w.smask));
	memset(w.saddr, 0, sizeof(w.saddr));
	put_row(w);
	check_that("watch: a dropped packet's way is written",
		   ways_from_a(PACKET(ETH(), IP4(T4, B4), TCP(1000, 80, 2))) == 1 &&
			   way.meta.verdict == VIB_VERDICT_DROPPED &&
			   way.meta.reason == VIB_DROP_INVALID_SOURCE_IP);
}

void watch_cases(const char *objects)
{
	char path[512];
	int stage, c;

	snprintf(path, sizeof(path), "%s/flow.bpf.o", objects);
	stage = load_stage_object(path, "vib_stage_flow");
	rows_fd = map_of_last_object("vib_watch");
	counts_fd = map_of_last_object("vib_watch_counts");
	events_fd = map_of_last_object("vib_flow_counts");
	ring = ring_buffer__new(map_of_last_object("vib_path_ring"), take, NULL, NULL);
	check_that("watch: the ring can be read", ring != NULL);
	for (c = 0; c < VIB_CHAINS; c++) {
		restore_chain(c);
		write_slot(c, VIB_SLOT_TRACE, stage);
	}
	dp.settings.flags |= VIB_CONFIG_WATCH;
	configure();
	tells_the_way();
	tells_of_no_other();
	ends();
	counts_what_it_leaves_out();
	tells_of_drops();
	dp.settings.flags &= ~VIB_CONFIG_WATCH;
	configure();
	for (c = 0; c < VIB_CHAINS; c++)
		clear_slot(c, VIB_SLOT_TRACE);
	ring_buffer__free(ring);
	forget_flows();
}
