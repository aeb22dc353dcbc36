/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Frames written as they read: PACKET(ETH(), IP4(A4, B4, .ttl = 1), UDP(1000, 53), BYTES(8)).
 * Lengths and checksums are filled in unless a part overrides them.
 */
#ifndef VIBRISSA_TEST_PACKET_H
#define VIBRISSA_TEST_PACKET_H

#include <stdint.h>
#include <stddef.h>

#define FRAME_MAX 4096

struct packet {
	uint8_t data[FRAME_MAX];
	uint32_t len;
	uint32_t gso_size;
	uint32_t mark;
};

enum part_kind {
	PART_ETH,
	PART_VLAN,
	PART_ARP,
	PART_IP4,
	PART_IP6,
	PART_EXT6,
	PART_FRAG6,
	PART_TCP,
	PART_UDP,
	PART_ICMP,
	PART_ND,
	PART_BYTES,
	PART_CUT,
	PART_GSO,
	PART_MARK,
};

struct part {
	enum part_kind kind;
	const char *src, *dst; /* MACs or addresses */
	uint16_t type;	       /* ethertype; ICMP, ARP or extension header type; TCP flags */
	uint16_t code;
	uint16_t sport, dport;
	uint16_t id;
	uint8_t ttl;
	uint8_t ihl;	 /* words; override */
	uint8_t version; /* override */
	uint8_t doff;	 /* words; override */
	uint8_t proto;	 /* override */
	int16_t len_add; /* added to the right length field: wrong on purpose */
	uint16_t frag;	 /* offset in units of 8 bytes */
	int more;
	const char *sender_mac, *target_mac;
	int no_option; /* ND without a link-layer option */
	uint8_t flags; /* NA flags */
	uint8_t fill;
	uint32_t n; /* bytes */
};

struct packet build_packet(const struct part *parts, size_t n);
void parse_mac(const char *text, uint8_t *mac);

#define PACKET(...)                                      \
	build_packet((const struct part[]){__VA_ARGS__}, \
		     sizeof((const struct part[]){__VA_ARGS__}) / sizeof(struct part))

#define ETH(...)  ((struct part){.kind = PART_ETH, ##__VA_ARGS__})
#define VLAN(vid) ((struct part){.kind = PART_VLAN, .id = (vid)})
#define ARP(o, s, d, ...) \
	((struct part){.kind = PART_ARP, .type = (o), .src = (s), .dst = (d), ##__VA_ARGS__})
#define IP4(s, d, ...) ((struct part){.kind = PART_IP4, .src = (s), .dst = (d), ##__VA_ARGS__})
#define IP6(s, d, ...) ((struct part){.kind = PART_IP6, .src = (s), .dst = (d), ##__VA_ARGS__})
#define EXT6(t, ...)   ((struct part){.kind = PART_EXT6, .type = (t), ##__VA_ARGS__})
#define FRAG6(...)     ((struct part){.kind = PART_FRAG6, ##__VA_ARGS__})
#define TCP(s, d, f, ...) \
	((struct part){.kind = PART_TCP, .sport = (s), .dport = (d), .type = (f), ##__VA_ARGS__})
#define UDP(s, d, ...)	((struct part){.kind = PART_UDP, .sport = (s), .dport = (d), ##__VA_ARGS__})
#define ICMP(t, c, ...) ((struct part){.kind = PART_ICMP, .type = (t), .code = (c), ##__VA_ARGS__})
#define ND(t, target, ...) \
	((struct part){.kind = PART_ND, .type = (t), .dst = (target), ##__VA_ARGS__})
#define BYTES(count, ...) ((struct part){.kind = PART_BYTES, .n = (count), ##__VA_ARGS__})
/* The frame ends after so many bytes, whatever its headers say. */
#define CUT(count)  ((struct part){.kind = PART_CUT, .n = (count)})
#define GSO(size)   ((struct part){.kind = PART_GSO, .n = (size)})
#define MARK(value) ((struct part){.kind = PART_MARK, .n = (value)})

#endif
