// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Tunnels: every header field that is written, every check of what comes in. */
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <vibrissa/watch.h>

#include "harness.h"

#define PEER4 "192.0.2.20"
#define PEER6 "2001:db8:1::20"
#define OURS6 "2001:db8:1::10"
#define HOP4  "192.0.2.1"
#define VTEP4 "192.0.2.30"

#define MAC_VTEP   "02:00:00:00:00:77"
#define MAC_IN_DST "02:56:49:42:00:02"
#define MAC_IN_SRC "02:56:49:42:00:01"

#define VTEP_NET4   "10.3.0.7"
#define NODE_VTEP   9
#define VTEP_VNI    77
#define REMOTE_NODE 6

/* One of our two formats. */
struct mode {
	const char *name;
	int forward, decap, index, port, head;
	int forward_fd, decap_fd;
};

static struct mode modes[] = {
	{"vxlan", VIB_SLOT_FORWARD_VXLAN, VIB_SLOT_DECAP_VXLAN, 0, 8472, 8},
	{"geneve", VIB_SLOT_FORWARD_GENEVE, VIB_SLOT_DECAP_GENEVE, 1, 6081, 16},
};

static const struct mode *mode;
static int config_map, peers_map, stats_map;

/* Keys and values of the overlay's own maps, as overlay.h has them. */
struct overlay_config {
	uint16_t port[2];
	uint32_t flags, vtep_vni, reserved[5];
};

struct peer_key {
	uint32_t family, peer[4], local[4];
};

struct peer {
	uint32_t node, flags;
};

struct tunnel_count {
	uint64_t tx_packets, tx_bytes, rx_packets, rx_bytes;
};

static struct overlay_config config;

#define SAME_FAMILY 1 /* VIB_OVERLAY_SAME_FAMILY, for kernels without DECAP_L3 */

/* The flag where this kernel needs it; the bundle sets it by what it has probed. */
static uint32_t kernel_flags;

/* A map which the program uses, by the start of its name (the kernel keeps 15 letters). */
static int map_of(int program, const char *name)
{
	uint32_t ids[64], len = sizeof(struct bpf_prog_info), map_len, i;
	struct bpf_prog_info info = {.nr_map_ids = 64, .map_ids = (uintptr_t)ids};

	if (bpf_obj_get_info_by_fd(program, &info, &len))
		abort();
	for (i = 0; i < info.nr_map_ids; i++) {
		struct bpf_map_info map = {};
		int fd = bpf_map_get_fd_by_id(ids[i]);

		map_len = sizeof(map);
		if (fd >= 0 && !bpf_obj_get_info_by_fd(fd, &map, &map_len) &&
		    !strncmp(map.name, name, 15))
			return fd;
		close(fd);
	}
	fprintf(stderr, "no map %s\n", name);
	abort();
}

static void put(int map, const void *key, const void *value)
{
	if (bpf_map_update_elem(map, key, value, BPF_ANY)) {
		perror("write a map of the overlay");
		abort();
	}
}

static uint32_t ip(const char *text, void *out)
{
	memset(out, 0, 16);
	if (inet_pton(AF_INET, text, out) == 1)
		return 4;
	if (inet_pton(AF_INET6, text, out) == 1)
		return 6;
	abort();
}

static void configure_overlay(void)
{
	uint32_t zero = 0;

	put(config_map, &zero, &config);
}

static void put_peer(const char *from, const char *to, uint32_t node, uint32_t flags)
{
	struct peer_key key = {};
	struct peer peer = {node, flags};

	key.family = ip(to, key.local);
	if (from)
		ip(from, key.peer);
	put(peers_map, &key, &peer);
}

static struct vib_node node_at(const char *addr, const char *source)
{
	struct vib_node node = {.mtu = 1500, .hops = 1};

	node.family = ip(addr, node.addr);
	ip(source, node.source);
	node.hop[0].ifindex = dp.dev.underlay;
	node.hop[0].family = ip(HOP4, node.hop[0].next);
	return node;
}

static void set_node(uint32_t id, struct vib_node node)
{
	put_node(id, &node);
}

static void set_group(uint32_t slot)
{
	put_group(GROUP_REMOTE, slot);
}

static struct tunnel_count counted(void)
{
	struct tunnel_count per_cpu[256], sum = {};
	uint32_t key = mode->index;
	int i;

	if (bpf_map_lookup_elem(stats_map, &key, per_cpu))
		abort();
	for (i = 0; i < dp.cpus; i++) {
		sum.tx_packets += per_cpu[i].tx_packets;
		sum.tx_bytes += per_cpu[i].tx_bytes;
		sum.rx_packets += per_cpu[i].rx_packets;
		sum.rx_bytes += per_cpu[i].rx_bytes;
	}
	return sum;
}

/* A tunnel frame, written byte by byte and so apart from what the stages do. */
struct tunnel {
	const char *src, *dst; /* outer addresses; PEER4 to HOST4 */
	const char *mac_src, *mac_dst;
	const char *in_src, *in_dst; /* inner MACs */
	uint16_t sport, dport;
	uint8_t tos, ttl, first; /* first byte of the tunnel header; override */
	uint8_t second;		 /* of Geneve: its flags */
	uint32_t vni;
	uint32_t identity;   /* of Geneve; 0 = as vni */
	uint16_t inner_type; /* override */
	uint16_t proto;	     /* of Geneve; override */
	uint8_t options[72];
	int options_len; /* -1 = none at all, 0 = ours with vni as the identity */
	int udp_len_add, more, ihl;
	uint32_t label;
	struct packet inner; /* with its Ethernet header */
};

static void put16(uint8_t *p, uint32_t v)
{
	p[0] = v >> 8;
	p[1] = v;
}

static void put32(uint8_t *p, uint32_t v)
{
	put16(p, v >> 16);
	put16(p + 2, v);
}

static size_t put_tunnel_head(uint8_t *p, const struct tunnel *t)
{
	if (mode->index == 0) {
		p[0] = t->first ? t->first : 0x08;
		put32(p + 4, t->vni << 8);
		return 8;
	}
	int len = t->options_len > 0 ? t->options_len : t->options_len < 0 ? 0 : 8;

	p[0] = t->first ? t->first : len / 4;
	p[1] = t->second;
	put16(p + 2, t->proto ? t->proto : 0x6558);
	put32(p + 4, t->vni << 8);
	if (t->options_len > 0) {
		memcpy(p + 8, t->options, len);
	} else if (len) {
		put32(p + 8, 0xff560101);
		put32(p + 12, t->identity ? t->identity : t->vni);
	}
	return 8 + len;
}

static struct packet wrap(struct tunnel t)
{
	const char *src = t.src ? t.src : PEER4, *dst = t.dst ? t.dst : HOST4;
	uint8_t addr[16], *p, *udp, *outer;
	struct packet out = {.gso_size = t.inner.gso_size, .mark = t.inner.mark};
	int v6 = !!strchr(src, ':'), ihl = t.ihl ? t.ihl : 5, i;
	uint32_t sum = 0;

	parse_mac(t.mac_dst ? t.mac_dst : MAC_UNDERLAY, out.data);
	parse_mac(t.mac_src ? t.mac_src : MAC_HOST, out.data + 6);
	put16(out.data + 12, v6 ? 0x86dd : 0x0800);
	outer = out.data + 14;
	udp = outer + (v6 ? 40 : ihl * 4);
	p = udp + 8;
	p += put_tunnel_head(p, &t);
	memcpy(p, t.inner.data, t.inner.len);
	parse_mac(t.in_dst ? t.in_dst : MAC_IN_DST, p);
	parse_mac(t.in_src ? t.in_src : MAC_IN_SRC, p + 6);
	if (t.inner_type)
		put16(p + 12, t.inner_type);
	p += t.inner.len;
	out.len = p - out.data;

	put16(udp, t.sport ? t.sport : 50000);
	put16(udp + 2, t.dport ? t.dport : mode->port);
	put16(udp + 4, p - udp + t.udp_len_add);
	if (v6) {
		put32(outer, 6u << 28 | t.tos << 20 | t.label);
		put16(outer + 4, p - udp);
		outer[6] = 17;
		outer[7] = t.ttl ? t.ttl : 64;
		ip(src, addr);
		memcpy(outer + 8, addr, 16);
		ip(dst, addr);
		memcpy(outer + 24, addr, 16);
		return out;
	}
	outer[0] = 0x40 | ihl;
	outer[1] = t.tos;
	put16(outer + 2, p - outer);
	put16(outer + 6, t.more ? 0x2000 : 0x4000);
	outer[8] = t.ttl ? t.ttl : 64;
	outer[9] = 17;
	ip(src, addr);
	memcpy(outer + 12, addr, 4);
	ip(dst, addr);
	memcpy(outer + 16, addr, 4);
	for (i = 0; i < ihl * 4; i += 2)
		sum += outer[i] << 8 | outer[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	put16(outer + 10, ~sum);
	return out;
}

#define TUNNEL(...) wrap((struct tunnel){__VA_ARGS__})

static const char *called(const char *what)
{
	static char name[160];

	snprintf(name, sizeof(name), "%s: %s", mode->name, what);
	return name;
}

static uint32_t word_at(uint32_t off)
{
	return (uint32_t)last.frame[off] << 24 | last.frame[off + 1] << 16 |
	       last.frame[off + 2] << 8 | last.frame[off + 3];
}

static int sport_of(int v6)
{
	return word_at(14 + (v6 ? 40 : 20)) >> 16;
}

/* The frame which must come out, with the port and label that the flow's hash has chosen. */
static struct packet sent(struct tunnel t)
{
	int v6 = t.src && strchr(t.src, ':');

	t.src = t.src ? t.src : HOST4;
	t.dst = t.dst ? t.dst : PEER4;
	t.sport = sport_of(v6);
	t.label = v6 ? word_at(14) & 0xfffff : 0;
	t.mac_dst = t.mac_dst ? t.mac_dst : MAC_HOST;
	t.mac_src = t.mac_src ? t.mac_src : MAC_A;
	return wrap(t);
}

#define SENT(...) sent((struct tunnel){__VA_ARGS__})

/* Sends a packet, then compares with the frame that `tunnel` describes. */
static void goes(const char *what, struct hook hook, struct packet in, struct tunnel want,
		 int entries, int cached)
{
	struct packet frame;

	check(called(what), hook, in,
	      (struct expect){.action = TC_ACT_REDIRECT,
			      .to = dp.dev.underlay,
			      .any_output = 1,
			      .entries = entries,
			      .cached = cached});
	frame = sent(want);
	check_that(called("... is the frame as the format says"),
		   last.len == frame.len && !memcmp(last.frame, frame.data, frame.len));
}

static struct packet from_a(int v6, struct part l4, int bytes)
{
	if (v6)
		return PACKET(ETH(), IP6(A6, REMOTE6), l4, BYTES(bytes, .fill = 0x5a));
	return PACKET(ETH(), IP4(A4, REMOTE4), l4, BYTES(bytes, .fill = 0x5a));
}

/* The same as it travels: MACs do not matter, TTL one less. */
static struct packet travels(int v6, struct part l4, int bytes)
{
	if (v6)
		return PACKET(ETH(), IP6(A6, REMOTE6, .ttl = 63), l4, BYTES(bytes, .fill = 0x5a));
	return PACKET(ETH(), IP4(A4, REMOTE4, .ttl = 63), l4, BYTES(bytes, .fill = 0x5a));
}

static void sends(void)
{
	struct tunnel_count before, after;
	int port;

	set_node(NODE_REMOTE, node_at(PEER4, HOST4));
	before = counted();
	goes("IPv4 in IPv4", FROM_A, from_a(0, UDP(1, 2), 9),
	     (struct tunnel){.vni = ID_A, .inner = travels(0, UDP(1, 2), 9)}, 1, 0);
	port = sport_of(0);
	check_that(called("the source port is of the dynamic range"), port >= 49152);
	check_that(called("the record tells VNI and tunnel"),
		   last.meta.tunnel_vni == ID_A && last.meta.verdict == VIB_VERDICT_FORWARDED);
	goes("an established flow likewise, by what conntrack remembers", FROM_A,
	     from_a(0, UDP(1, 2), 9),
	     (struct tunnel){.vni = ID_A, .inner = travels(0, UDP(1, 2), 9)}, 0, 1);
	check_that(called("a flow keeps its source port"), port == sport_of(0));
	after = counted();
	check_that(called("packets and bytes are counted"),
		   after.tx_packets == before.tx_packets + 2 &&
			   after.tx_bytes == before.tx_bytes + 2 * 37);
	goes("IPv6 in IPv4", FROM_A, from_a(1, UDP(1, 2), 9),
	     (struct tunnel){.vni = ID_A, .inner = travels(1, UDP(1, 2), 9)}, 1, 0);
	goes("another flow", FROM_A, from_a(0, UDP(1, 3), 9),
	     (struct tunnel){.vni = ID_A, .inner = travels(0, UDP(1, 3), 9)}, 1, 0);
	check_that(called("has another source port"), port != sport_of(0));

	set_node(NODE_REMOTE, node_at(PEER6, OURS6));
	goes("IPv4 in IPv6", FROM_A, from_a(0, TCP(1, 2, 16), 9),
	     (struct tunnel){.src = OURS6,
			     .dst = PEER6,
			     .vni = ID_A,
			     .inner = travels(0, TCP(1, 2, 16), 9)},
	     1, 0);
	goes("IPv6 in IPv6", FROM_A, from_a(1, TCP(1, 2, 16), 9),
	     (struct tunnel){.src = OURS6,
			     .dst = PEER6,
			     .vni = ID_A,
			     .inner = travels(1, TCP(1, 2, 16), 9)},
	     1, 0);
	set_node(NODE_REMOTE, node_at(PEER4, HOST4));
	goes("the host's own packets keep their TTL and are of identity remote-node", FROM_HOST,
	     PACKET(ETH(.src = MAC_HOST, .dst = MAC_UNDERLAY), IP4(GATEWAY4, REMOTE4), UDP(5, 6)),
	     (struct tunnel){.mac_src = MAC_HOST,
			     .mac_dst = MAC_UNDERLAY,
			     .vni = REMOTE_NODE,
			     .inner = PACKET(ETH(), IP4(GATEWAY4, REMOTE4), UDP(5, 6))},
	     1, 0);
}

/* DSCP and ECN travel outside as they are inside. */
static void traffic_class(void)
{
	struct packet in = from_a(0, UDP(7, 7), 9), out = travels(0, UDP(7, 7), 9);
	struct packet in6 = from_a(1, UDP(7, 7), 9), out6 = travels(1, UDP(7, 7), 9);
	struct packet want;

	in.data[15] = out.data[15] = 0xba;
	in6.data[14] = out6.data[14] = 0x6b;
	in6.data[15] = out6.data[15] = 0xa0;
	set_node(NODE_REMOTE, node_at(PEER4, HOST4));
	run_root(VIB_CHAIN_EP, dp.dev.a, &in, 1, NULL);
	want = SENT(.vni = ID_A, .tos = 0xba, .inner = out);
	check_that(called("DSCP and ECN of IPv4 are outside too"),
		   last.frame[15] == 0xba && last.frame[14 + 28 + mode->head + 15] == 0xba &&
			   !memcmp(last.frame, want.data, 34));
	run_root(VIB_CHAIN_EP, dp.dev.a, &in6, 1, NULL);
	check_that(called("and those of IPv6"), last.frame[15] == 0xba);
	set_node(NODE_REMOTE, node_at(PEER6, OURS6));
	run_root(VIB_CHAIN_EP, dp.dev.a, &in6, 1, NULL);
	check_that(called("and in an IPv6 header"), word_at(14) >> 20 == 0x6ba);
	set_node(NODE_REMOTE, node_at(PEER4, HOST4));
	forget_flows();
}

static void spreads(void)
{
	struct vib_node two = node_at(PEER4, HOST4);
	int i, seen[2] = {}, ports = 0, before = 0;

	two.hops = 2;
	two.hop[1] = two.hop[0];
	two.hop[1].ifindex = dp.dev.host;
	set_node(NODE_REMOTE, two);
	for (i = 0; i < 256; i++) {
		struct packet p = from_a(0, UDP(1000 + i, 53), 1);

		run_root(VIB_CHAIN_EP, dp.dev.a, &p, 1, NULL);
		ports += sport_of(0) != before;
		before = sport_of(0);
		struct vib_scratch s;

		read_scratch(&s);
		seen[s.meta.out_ifindex == (uint32_t)dp.dev.host]++;
	}
	check_that(called("flows share two ways about evenly"), seen[0] > 96 && seen[1] > 96);
	check_that(called("flows have different source ports"), ports > 250);
	set_node(NODE_REMOTE, node_at(PEER4, HOST4));
	forget_flows();
}

static void does_not_send(void)
{
	struct vib_node node = node_at(PEER4, HOST4);
	int most = 1500 - 20 - 8 - mode->head - 14;
	struct packet in;

	set_group(VIB_SLOT_FORWARD_VENDOR);
	check(called("what another slot carries is left to it"), FROM_A, from_a(0, UDP(20, 2), 9),
	      (struct expect){.action = TC_ACT_REDIRECT, .to = dp.dev.host, .entries = 1});
	set_group(mode->forward);
	in = PACKET(ETH(), IP4(A4, REMOTE4, .ttl = 1), UDP(21, 2));
	check(called("TTL 1 goes to the stack, which answers"), FROM_A, in,
	      (struct expect){.action = TC_ACT_REDIRECT, .to = dp.dev.host, .entries = 1});
	in = PACKET(ETH(), IP6(A6, REMOTE6, .ttl = 1), UDP(21, 2));
	check(called("hop limit 1 likewise"), FROM_A, in,
	      (struct expect){.action = TC_ACT_REDIRECT, .to = dp.dev.host, .entries = 1});
	check(called("what is too large for the path goes to the stack, which answers"), FROM_A,
	      from_a(0, UDP(22, 2), most - 28 + 1),
	      (struct expect){.action = TC_ACT_REDIRECT, .to = dp.dev.host, .entries = 1});
	check(called("what just fits is sent"), FROM_A, from_a(0, UDP(23, 2), most - 28),
	      (struct expect){.action = TC_ACT_REDIRECT,
			      .to = dp.dev.underlay,
			      .any_output = 1,
			      .entries = 1});
	check_that(called("and fills the path"), last.len == 1514);
	/* a test packet has no GSO type, so the kernel makes no room in it: it was to be sent */
	check(called("a super-packet whose segments just fit is taken"), FROM_A,
	      PACKET(ETH(), IP4(A4, REMOTE4), TCP(24, 2, 16), BYTES(2900), GSO(most - 40)),
	      (struct expect){.drop = 141});
	check(called("one whose segments do not goes to the stack"), FROM_A,
	      PACKET(ETH(), IP4(A4, REMOTE4), TCP(24, 2, 16), BYTES(2900), GSO(most - 39)),
	      (struct expect){.action = TC_ACT_REDIRECT, .to = dp.dev.host, .entries = 1});
	check(called("too large from the host is dropped"), FROM_HOST,
	      PACKET(ETH(), IP4(GATEWAY4, REMOTE4), UDP(25, 2), BYTES(most - 27)),
	      (struct expect){.drop = 100});
	node.mtu = 0;
	set_node(NODE_REMOTE, node);
	check(called("a path of unknown MTU is not checked"), FROM_A,
	      from_a(0, UDP(26, 2), most - 27),
	      (struct expect){.action = TC_ACT_REDIRECT,
			      .to = dp.dev.underlay,
			      .any_output = 1,
			      .entries = 1});
	node = node_at(PEER4, HOST4);
	node.hops = 0;
	set_node(NODE_REMOTE, node);
	check(called("a node without a way"), FROM_A, from_a(0, UDP(27, 2), 9),
	      (struct expect){.drop = 169});
	node.hops = 5;
	set_node(NODE_REMOTE, node);
	check(called("more ways than there can be"), FROM_A, from_a(0, UDP(27, 2), 9),
	      (struct expect){.drop = 169});
	remove_node(NODE_REMOTE);
	check(called("a node which is not known"), FROM_A, from_a(0, UDP(27, 2), 9),
	      (struct expect){.drop = 197});
	set_node(NODE_REMOTE, node_at(PEER4, HOST4));
}

static void identity(void)
{
	struct vib_endpoint e = {
		.ep_id = 50, .ifindex = dp.dev.b, .flags = VIB_EP_READY | VIB_EP_ANY_MAC};
	struct packet in = PACKET(ETH(), IP4("10.1.0.50", REMOTE4), UDP(1, 2));
	static const struct {
		const char *what;
		uint32_t identity;
		int vxlan, geneve; /* may travel */
	} all[] = {
		{"identity 0 may not travel", 0, 0, 0},
		{"identity 2 (world) may", 2, 1, 1},
		{"identity 11 may not", 11, 0, 0},
		{"identity 255 may not", 255, 0, 0},
		{"identity 256 may", 256, 1, 1},
		{"identity 65535 may", 65535, 1, 1},
		{"identity 65536 needs more than a VNI", 65536, 0, 1},
		{"identity 2^32-1 likewise", 0xffffffff, 0, 1},
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(*all); i++) {
		int may = mode->index ? all[i].geneve : all[i].vxlan;

		forget_flows();
		e.identity = all[i].identity;
		put_endpoint("10.1.0.50", &e);
		check(called(all[i].what), FROM_B, in,
		      may ? (struct expect){.action = TC_ACT_REDIRECT,
					    .to = dp.dev.underlay,
					    .any_output = 1,
					    .entries = 1}
			  : (struct expect){.drop = 171});
		if (may)
			check_that(
				called("... and is in the header"),
				word_at(14 + 28 + 4) >> 8 == (all[i].identity & 0xffffff) &&
					(!mode->index || word_at(14 + 28 + 12) == all[i].identity));
	}
	remove_endpoint("10.1.0.50");
	forget_flows();
}

/* A packet from a remote endpoint to A, as it is inside the tunnel. */
static struct packet to_a(int v6, int ttl)
{
	if (v6)
		return PACKET(ETH(), IP6(REMOTE6, A6, .ttl = ttl), UDP(3, 4),
			      BYTES(9, .fill = 0xa5));
	return PACKET(ETH(), IP4(REMOTE4, A4, .ttl = ttl), UDP(3, 4), BYTES(9, .fill = 0xa5));
}

static struct packet arrived(int v6)
{
	struct packet p = to_a(v6, 63);

	parse_mac(MAC_A, p.data);
	parse_mac(MAC_HOST, p.data + 6);
	return p;
}

/* Drops with any frame left behind. */
static void refuses(const char *what, struct packet p, int reason)
{
	check(called(what), FROM_UNDERLAY, p, (struct expect){.drop = reason, .any_output = 1});
}

static int is_mixed(const struct tunnel *t, int inner6)
{
	return (t->src && strchr(t->src, ':')) != inner6;
}

/* Taken out and delivered; a mix of families is refused where the kernel cannot take it out. */
static void takes(const char *what, struct tunnel t, int v6, int entries)
{
	struct packet out = arrived(v6);
	char name[128];

	t.vni = t.vni ? t.vni : ID_REMOTE;
	t.inner = to_a(v6, 64);
	if (config.flags & SAME_FAMILY && is_mixed(&t, v6)) {
		snprintf(name, sizeof(name), "%s is refused, the kernel lacks it", what);
		refuses(name, wrap(t), 139);
		return;
	}
	check(called(what), FROM_UNDERLAY, wrap(t),
	      (struct expect){.action = TC_ACT_REDIRECT,
			      .to = dp.dev.a,
			      .out = &out,
			      .entries = entries,
			      .cached = !entries});
	check_that(called("... and the record says whose it is"),
		   (last.meta.flags & VIB_F_DECAPPED) && last.meta.src_id == ID_REMOTE &&
			   last.meta.tunnel_vni == t.vni);
}

static void receives(void)
{
	struct tunnel_count before = counted(), after;

	forget_flows();
	takes("IPv4 out of IPv4", (struct tunnel){}, 0, 1);
	takes("again, of the same flow", (struct tunnel){}, 0, 0);
	after = counted();
	check_that(called("packets and bytes received are counted"),
		   after.rx_packets == before.rx_packets + 2 &&
			   after.rx_bytes == before.rx_bytes + 2 * 37);
	takes("IPv6 out of IPv4", (struct tunnel){}, 1, 1);
	forget_flows();
	takes("IPv4 out of IPv6", (struct tunnel){.src = PEER6, .dst = OURS6}, 0, 1);
	takes("IPv6 out of IPv6", (struct tunnel){.src = PEER6, .dst = OURS6}, 1, 1);
	forget_flows();
	config.flags = SAME_FAMILY;
	configure_overlay();
	takes("an old kernel: IPv4 out of IPv4", (struct tunnel){}, 0, 1);
	takes("an old kernel: IPv6 out of IPv6", (struct tunnel){.src = PEER6, .dst = OURS6}, 1, 1);
	check(called("an old kernel: not IPv6 out of IPv4"), FROM_UNDERLAY,
	      TUNNEL(.vni = ID_REMOTE, .inner = to_a(1, 64)), (struct expect){.drop = 139});
	check(called("an old kernel: not IPv4 out of IPv6"), FROM_UNDERLAY,
	      TUNNEL(.src = PEER6, .dst = OURS6, .vni = ID_REMOTE, .inner = to_a(0, 64)),
	      (struct expect){.drop = 139});
	config.flags = kernel_flags;
	configure_overlay();
	forget_flows();
}

static void is_not_ours(void)
{
	struct packet p = TUNNEL(.vni = ID_REMOTE, .inner = to_a(0, 64));

	p.data[14 + 20 + 3]++;
	check(called("another UDP port is the stack's"), FROM_UNDERLAY, p,
	      (struct expect){.action = TC_ACT_OK});
	check(called("a tunnel in transit to another host is the stack's"), FROM_UNDERLAY,
	      TUNNEL(.dst = WORLD4, .vni = ID_REMOTE, .inner = to_a(0, 64)),
	      (struct expect){.action = TC_ACT_OK});
	check(called("a sender who is not known"), FROM_UNDERLAY,
	      TUNNEL(.src = WORLD4, .vni = ID_REMOTE, .inner = to_a(0, 64)),
	      (struct expect){.drop = 172, .any_output = 1});
	check(called("a sender who is not known, IPv6"), FROM_UNDERLAY,
	      TUNNEL(.src = WORLD6, .dst = OURS6, .vni = ID_REMOTE, .inner = to_a(0, 64)),
	      (struct expect){.drop = 172, .any_output = 1});
	config.port[mode->index] = 0;
	configure_overlay();
	check(called("no port, no tunnel"), FROM_UNDERLAY,
	      TUNNEL(.vni = ID_REMOTE, .inner = to_a(0, 64)), (struct expect){.action = TC_ACT_OK});
	config.port[mode->index] = htons(4000);
	configure_overlay();
	takes("the port can be changed", (struct tunnel){.dport = 4000}, 0, 1);
	config.port[mode->index] = htons(mode->port);
	configure_overlay();
	forget_flows();
}

static struct packet cut(struct packet p, int len)
{
	p.len = len;
	/* the outer IP header agrees, so that nothing but the tunnel is short */
	put16(p.data + 16, len - 14);
	put16(p.data + 14 + 24, len - 34);
	return p;
}

static void refuses_frames(void)
{
	struct packet whole = TUNNEL(.vni = ID_REMOTE, .inner = to_a(0, 64)), p;
	int inner = 14 + 28 + mode->head + 14, len;

	for (len = 14 + 28; len < inner + 20; len++)
		refuses(len < inner ? "cut in the tunnel header" : "cut in the inner header",
			cut(whole, len), 134);
	refuses("cut behind the inner header", cut(whole, inner + 20), 134);
	refuses("a UDP length below what is there",
		TUNNEL(.vni = ID_REMOTE, .udp_len_add = -50, .inner = to_a(0, 64)), 134);
	refuses("a UDP length beyond the frame",
		TUNNEL(.vni = ID_REMOTE, .udp_len_add = 1, .inner = to_a(0, 64)), 134);
	refuses("IP options outside", TUNNEL(.vni = ID_REMOTE, .ihl = 6, .inner = to_a(0, 64)),
		134);
	refuses("a fragment outside", TUNNEL(.vni = ID_REMOTE, .more = 1, .inner = to_a(0, 64)),
		157);
	p = whole;
	p.data[inner] = 0x55;
	refuses("inner IP version 5", p, 134);
	p = whole;
	p.data[inner + 3] += 1;
	refuses("inner length beyond the frame", p, 134);
	refuses("ARP inside", TUNNEL(.vni = ID_REMOTE, .inner = PACKET(ETH(), ARP(1, REMOTE4, A4))),
		166);
	refuses("a tagged frame inside",
		TUNNEL(.vni = ID_REMOTE,
		       .inner = PACKET(ETH(), VLAN(5), IP4(REMOTE4, A4), UDP(3, 4))),
		182);
	refuses("an Ethernet type without IP",
		TUNNEL(.vni = ID_REMOTE, .inner_type = 0x88cc, .inner = to_a(0, 64)), 166);
}

static void ecn(void)
{
	/* what RFC 6040 figure 4 says; -1 = drop */
	static const int result[4][4] = {
		/* outer Not-ECT, ECT(1), ECT(0), CE */
		{0, 0, 0, -1}, /* inner Not-ECT */
		{1, 1, 1, 3},  /* inner ECT(1) */
		{2, 1, 2, 3},  /* inner ECT(0) */
		{3, 3, 3, 3},  /* inner CE */
	};
	int in, out, v6, outer6;
	char what[96];

	for (v6 = 0; v6 < 2; v6++)
		for (outer6 = 0; outer6 < 2; outer6++) {
			if (kernel_flags & SAME_FAMILY && v6 != outer6) {
				snprintf(what, sizeof(what), "ECN, IPv%d outside IPv%d",
					 outer6 ? 6 : 4, v6 ? 6 : 4);
				skip(called(what), "taking it out needs Linux 6.3");
				continue;
			}
			for (in = 0; in < 4; in++)
				for (out = 0; out < 4; out++) {
					struct packet inner = to_a(v6, 64), want = arrived(v6), p;
					int is = result[in][out];
					uint32_t sum = 0;
					int i;

					snprintf(what, sizeof(what),
						 "IPv%d ECN %d outside IPv%d ECN %d",
						 outer6 ? 6 : 4, out, v6 ? 6 : 4, in);
					if (v6) {
						inner.data[15] |= in << 4;
						want.data[15] |= (is & 3) << 4;
					} else {
						inner.data[15] = 0xb8 | in;
						inner.data[24] = inner.data[25] = 0;
						for (i = 14; i < 34; i += 2)
							sum += inner.data[i] << 8 |
							       inner.data[i + 1];
						while (sum >> 16)
							sum = (sum & 0xffff) + (sum >> 16);
						put16(inner.data + 24, ~sum);
						want.data[15] = 0xb8 | (is & 3);
						want.data[24] = want.data[25] = 0;
						for (sum = 0, i = 14; i < 34; i += 2)
							sum += want.data[i] << 8 | want.data[i + 1];
						while (sum >> 16)
							sum = (sum & 0xffff) + (sum >> 16);
						put16(want.data + 24, ~sum);
					}
					forget_flows();
					p = wrap((struct tunnel){.src = outer6 ? PEER6 : PEER4,
								 .dst = outer6 ? OURS6 : HOST4,
								 .vni = ID_REMOTE,
								 .tos = 0x40 | out,
								 .inner = inner});
					if (is < 0)
						refuses(what, p, 111);
					else
						check(called(what), FROM_UNDERLAY, p,
						      (struct expect){.action = TC_ACT_REDIRECT,
								      .to = dp.dev.a,
								      .out = &want,
								      .entries = 1});
				}
		}
	forget_flows();
}

static void vtep(void)
{
	struct vib_node node = node_at(VTEP4, HOST4);
	struct vib_ipcache_entry entry = {.identity = VIB_ID_WORLD,
					  .group = GROUP_REMOTE,
					  .node = NODE_VTEP,
					  .flags = VIB_IP_NODE};
	struct packet inner = PACKET(ETH(), IP4(VTEP_NET4, A4), UDP(3, 4));

	node.flags = VIB_NODE_MAC;
	parse_mac(MAC_VTEP, node.mac);
	set_node(NODE_VTEP, node);
	put_prefix("10.3.0.0", 24, entry);
	put_peer(VTEP4, HOST4, NODE_VTEP, 1);
	goes("to a foreign tunnel endpoint: its MAC, its VNI", FROM_A,
	     PACKET(ETH(), IP4(A4, VTEP_NET4), UDP(8, 9)),
	     (struct tunnel){.dst = VTEP4,
			     .vni = VTEP_VNI,
			     .identity = ID_A,
			     .in_dst = MAC_VTEP,
			     .in_src = MAC_HOST,
			     .inner = PACKET(ETH(), IP4(A4, VTEP_NET4, .ttl = 63), UDP(8, 9))},
	     1, 0);
	check(called("from a foreign tunnel endpoint with its VNI"), FROM_UNDERLAY,
	      TUNNEL(.src = VTEP4, .vni = VTEP_VNI, .options_len = -1, .inner = inner),
	      (struct expect){
		      .action = TC_ACT_REDIRECT, .to = dp.dev.a, .any_output = 1, .entries = 1});
	check_that(called("its identity is its address's"), last.meta.src_id == VIB_ID_WORLD);
	refuses("from a foreign tunnel endpoint with another VNI",
		TUNNEL(.src = VTEP4, .vni = ID_REMOTE, .options_len = -1, .inner = inner), 183);
	forget_flows();
}

static void vxlan_header(void)
{
	struct packet inner = to_a(0, 64), p;
	static const uint32_t bad[] = {0, 1, 11, 255, 65536, 0xffffff};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		refuses("a VNI that is no identity", TUNNEL(.vni = bad[i], .inner = inner), 183);
	refuses("without a VNI", TUNNEL(.vni = ID_REMOTE, .first = 0x80, .inner = inner), 183);
	refuses("the generic extension", TUNNEL(.vni = ID_REMOTE, .first = 0x0c, .inner = inner),
		166);
	p = TUNNEL(.vni = ID_REMOTE, .first = 0xfb, .inner = inner);
	p.data[14 + 28 + 1] = p.data[14 + 28 + 7] = 0xff;
	check(called("reserved bits are ignored"), FROM_UNDERLAY, p,
	      (struct expect){
		      .action = TC_ACT_REDIRECT, .to = dp.dev.a, .any_output = 1, .entries = 1});
	forget_flows();
}

#define OPTIONS(...) \
	.options = {__VA_ARGS__}, .options_len = (int)sizeof((const uint8_t[]){__VA_ARGS__})

/* Class, type, length in words, then the identity 2002 (ID_REMOTE). */
#define OURS 0xff, 0x56, 0x01, 1, 0, 0, 0x07, 0xd2
_Static_assert(ID_REMOTE == 0x07d2, "the identity of OURS");

static void geneve_header(void)
{
	struct packet inner = to_a(0, 64);

	takes("an option of others before ours is skipped",
	      (struct tunnel){OPTIONS(0x01, 0x02, 0x03, 2, 1, 2, 3, 4, 5, 6, 7, 8, OURS)}, 0, 1);
	takes("an option without data behind ours likewise",
	      (struct tunnel){OPTIONS(OURS, 0x01, 0x02, 0x03, 0)}, 0, 0);
	takes("reserved bits of an option are ignored",
	      (struct tunnel){OPTIONS(0xff, 0x56, 0x01, 0xe1, 0, 0, 0x07, 0xd2)}, 0, 0);
	takes("another type of our class likewise",
	      (struct tunnel){OPTIONS(OURS, 0xff, 0x56, 0x02, 0)}, 0, 0);
	takes("a critical option before is announced by the C bit, which alone says nothing",
	      (struct tunnel){.second = 0x40}, 0, 0);
	refuses("a critical option that is not known",
		TUNNEL(.vni = ID_REMOTE, OPTIONS(OURS, 0x01, 0x02, 0x83, 0), .inner = inner), 110);
	refuses("a critical type of our class",
		TUNNEL(.vni = ID_REMOTE, OPTIONS(OURS, 0xff, 0x56, 0x82, 0), .inner = inner), 110);
	refuses("an option that runs over the end",
		TUNNEL(.vni = ID_REMOTE, OPTIONS(OURS, 0x01, 0x02, 0x03, 1), .inner = inner), 110);
	refuses("our option without its value",
		TUNNEL(.vni = ID_REMOTE, OPTIONS(0xff, 0x56, 0x01, 1), .inner = inner), 110);
	refuses("our option of no length",
		TUNNEL(.vni = ID_REMOTE, OPTIONS(0xff, 0x56, 0x01, 0), .inner = inner), 110);
	refuses("our option twice as long",
		TUNNEL(.vni = ID_REMOTE, OPTIONS(0xff, 0x56, 0x01, 2, 0, 0, 7, 0xd2, 0, 0, 0, 0),
		       .inner = inner),
		110);
	refuses("our option twice", TUNNEL(.vni = ID_REMOTE, OPTIONS(OURS, OURS), .inner = inner),
		110);
	takes("sixteen options", (struct tunnel){.options_len = 68, .options = {OURS}}, 0, 0);
	refuses("seventeen options",
		wrap((struct tunnel){
			.vni = ID_REMOTE, .options_len = 72, .options = {OURS}, .inner = inner}),
		110);
	refuses("our option is missing",
		TUNNEL(.vni = ID_REMOTE, .options_len = -1, .inner = inner), 147);
	refuses("only options of others",
		TUNNEL(.vni = ID_REMOTE, OPTIONS(0x01, 0x02, 0x03, 0), .inner = inner), 147);
	refuses("a VNI other than the option says",
		TUNNEL(.vni = ID_REMOTE + 1, OPTIONS(OURS), .inner = inner), 183);
	refuses("an option with identity 0", TUNNEL(.vni = 0, .inner = inner), 171);
	refuses("an option with identity 1, the host", TUNNEL(.vni = 1, .inner = inner), 171);
	refuses("an option with identity 255", TUNNEL(.vni = 255, .inner = inner), 171);
	refuses("version 1", TUNNEL(.vni = ID_REMOTE, .first = 0x42, .inner = inner), 134);
	refuses("a control packet", TUNNEL(.vni = ID_REMOTE, .second = 0x80, .inner = inner), 134);
	refuses("no Ethernet inside", TUNNEL(.vni = ID_REMOTE, .proto = 0x0800, .inner = inner),
		166);
	refuses("options longer than the frame",
		TUNNEL(.vni = ID_REMOTE, .first = 0x3f, .inner = inner), 134);
	forget_flows();
}

/* A synthetic packet shows the verdict and counts nothing. */
static void synthetic(void)
{
	struct packet p = from_a(0, UDP(90, 2), 9);
	struct tunnel_count before = counted(), after;

	dp.settings.trace_mark = 0x7ace;
	configure();
	p.mark = 0x7ace;
	check(called("a synthetic packet is sent"), FROM_A, p,
	      (struct expect){.action = TC_ACT_REDIRECT, .to = dp.dev.underlay, .any_output = 1});
	p = TUNNEL(.vni = ID_REMOTE, .inner = to_a(0, 64));
	p.mark = 0x7ace;
	check(called("and received"), FROM_UNDERLAY, p,
	      (struct expect){.action = TC_ACT_REDIRECT, .to = dp.dev.a, .any_output = 1});
	after = counted();
	check_that(called("and not counted"), !memcmp(&before, &after, sizeof(before)));
	dp.settings.trace_mark = 0;
	configure();
}

/* A watch means what is inside a tunnel, too. */
static void watched(void)
{
	int rows = map_of(mode->decap_fd, "vib_watch");
	struct vib_watch w = {.id = 1, .expires = ~0ull, .family = 4, .dmask = {~0u}}, none = {};
	static struct vib_scratch s;
	struct packet p = TUNNEL(.vni = ID_REMOTE, .inner = to_a(0, 64));
	__u32 row = 2;

	dp.settings.flags |= VIB_CONFIG_WATCH;
	configure();
	address(A4, w.daddr);
	bpf_map_update_elem(rows, &row, &w, BPF_ANY);
	run_root(VIB_CHAIN_NET, dp.dev.underlay, &p, 1, NULL);
	read_scratch(&s);
	check_that(called("what is inside is watched"),
		   (s.meta.flags & VIB_F_WATCHED) && s.meta.watch == row && s.watched.count >= 3);
	address(B4, w.daddr);
	bpf_map_update_elem(rows, &row, &w, BPF_ANY);
	run_root(VIB_CHAIN_NET, dp.dev.underlay, &p, 1, NULL);
	read_scratch(&s);
	check_that(called("unless it is another"), !(s.meta.flags & VIB_F_WATCHED));
	bpf_map_update_elem(rows, &row, &none, BPF_ANY);
	dp.settings.flags &= ~VIB_CONFIG_WATCH;
	configure();
	forget_flows();
}

/* Both sides of a tunnel tell of it. */
static void told(const char *objects)
{
	const struct vib_flow_event *e;
	uint8_t kind = mode->index ? VIB_FLOW_GENEVE : VIB_FLOW_VXLAN;
	__be32 peer[4] = {};

	ip(PEER4, peer);
	tell_flows(objects, VIB_CAUSE_START);
	forget_flows();
	check(called("a flow that begins"), FROM_A, from_a(0, UDP(91, 2), 9),
	      (struct expect){.action = TC_ACT_REDIRECT,
			      .to = dp.dev.underlay,
			      .any_output = 1,
			      .entries = 1});
	check_that(called("is told of where it enters the tunnel"),
		   flows_told(&e) == 1 && e->observation == VIB_FLOW_TO_OVERLAY &&
			   e->tunnel_protocol == kind && e->tunnel_vni == ID_A &&
			   e->tunnel_family == 4 && !memcmp(e->tunnel_peer, peer, 16) &&
			   e->group == GROUP_REMOTE && e->slot == mode->forward &&
			   e->out_ifindex == (uint32_t)dp.dev.underlay && !e->smac[5]);
	check(called("one out of a tunnel"), FROM_UNDERLAY,
	      TUNNEL(.vni = ID_REMOTE, .inner = to_a(0, 64)),
	      (struct expect){
		      .action = TC_ACT_REDIRECT, .to = dp.dev.a, .any_output = 1, .entries = 1});
	check_that(called("is told of where it is delivered"),
		   flows_told(&e) == 1 && e->observation == VIB_FLOW_TO_ENDPOINT &&
			   e->tunnel_protocol == kind && e->tunnel_vni == ID_REMOTE &&
			   e->tunnel_family == 4 && !memcmp(e->tunnel_peer, peer, 16) &&
			   e->src_id == ID_REMOTE && e->dst_ep == EP_ID_A &&
			   e->smac[5] | e->dmac[5]);
	tell_no_flows();
	forget_flows();
}

static void load_mode(struct mode *m, const char *objects)
{
	char path[512], name[64];

	snprintf(path, sizeof(path), "%s/%s.bpf.o", objects, m->name);
	snprintf(name, sizeof(name), "vib_stage_forward_%s", m->name);
	m->forward_fd = load_stage_object(path, name);
	snprintf(name, sizeof(name), "vib_stage_decap_%s", m->name);
	m->decap_fd = program_beside(name);
	config_map = map_of(m->forward_fd, "vib_overlay_config");
	stats_map = map_of(m->forward_fd, "vib_tunnel_stats");
	peers_map = map_of(m->decap_fd, "vib_tunnel_peers");

	config = (struct overlay_config){.flags = kernel_flags, .vtep_vni = VTEP_VNI};
	config.port[m->index] = htons(m->port);
	configure_overlay();
	put_peer(NULL, HOST4, 0, 0);
	put_peer(NULL, OURS6, 0, 0);
	put_peer(PEER4, HOST4, NODE_REMOTE, 0);
	put_peer(PEER6, OURS6, NODE_REMOTE, 0);
	set_node(NODE_REMOTE, node_at(PEER4, HOST4));
	set_group(m->forward);
	write_slot(VIB_CHAIN_EP, m->forward, m->forward_fd);
	write_slot(VIB_CHAIN_HOST, m->forward, m->forward_fd);
	write_slot(VIB_CHAIN_NET, m->decap, m->decap_fd);
}

static void unload_mode(const struct mode *m)
{
	clear_slot(VIB_CHAIN_EP, m->forward);
	clear_slot(VIB_CHAIN_HOST, m->forward);
	clear_slot(VIB_CHAIN_NET, m->decap);
	remove_node(NODE_REMOTE);
	remove_node(NODE_VTEP);
	set_group(VIB_SLOT_FORWARD_VENDOR);
	forget_flows();
}

void overlay_cases(const char *objects)
{
	size_t i;

	kernel_flags = kernel_before(6, 3) ? SAME_FAMILY : 0;
	for (i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		mode = &modes[i];
		forget_flows();
		load_mode(&modes[i], objects);
		sends();
		traffic_class();
		spreads();
		does_not_send();
		identity();
		receives();
		is_not_ours();
		refuses_frames();
		ecn();
		vtep();
		if (mode->index == 0)
			vxlan_header();
		else
			geneve_header();
		synthetic();
		watched();
		told(objects);
		unload_mode(mode);
	}
}
