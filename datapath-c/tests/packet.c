// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Builds frames from their parts, back to front, so that lengths are known. */
#include "packet.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topology.h"

static void put16(uint8_t *p, uint16_t v)
{
	p[0] = v >> 8;
	p[1] = v;
}

static uint32_t sum16(const uint8_t *p, size_t n, uint32_t sum)
{
	size_t i;

	for (i = 0; i + 1 < n; i += 2)
		sum += p[i] << 8 | p[i + 1];
	if (n & 1)
		sum += p[n - 1] << 8;
	return sum;
}

static uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

void parse_mac(const char *text, uint8_t *mac)
{
	unsigned int b[6];
	int i;

	if (sscanf(text, "%x:%x:%x:%x:%x:%x", b, b + 1, b + 2, b + 3, b + 4, b + 5) != 6) {
		fprintf(stderr, "not a MAC: %s\n", text);
		exit(2);
	}
	for (i = 0; i < 6; i++)
		mac[i] = b[i];
}

static void address(int family, const char *text, void *out)
{
	if (inet_pton(family, text, out) != 1) {
		fprintf(stderr, "not an address: %s\n", text);
		exit(2);
	}
}

static uint8_t proto_of(const struct part *next, int v6)
{
	if (!next)
		return v6 ? 59 : 253;
	switch (next->kind) {
	case PART_TCP:
		return 6;
	case PART_UDP:
		return 17;
	case PART_ICMP:
	case PART_ND:
		return v6 ? 58 : 1;
	case PART_EXT6:
		return next->type;
	case PART_FRAG6:
		return 44;
	default:
		return v6 ? 59 : 253;
	}
}

static size_t header_len(const struct part *p)
{
	switch (p->kind) {
	case PART_ETH:
		return 14;
	case PART_VLAN:
		return 4;
	case PART_ARP:
		return 28;
	case PART_IP4:
		return p->ihl > 5 ? p->ihl * 4 : 20;
	case PART_IP6:
		return 40;
	case PART_EXT6:
	case PART_FRAG6:
	case PART_UDP:
	case PART_ICMP:
		return 8;
	case PART_TCP:
		return p->doff > 5 ? p->doff * 4 : 20;
	case PART_ND:
		return p->no_option ? 24 : 32;
	case PART_BYTES:
		return p->n;
	default:
		return 0;
	}
}

static void put_ip4(uint8_t *h, const struct part *p, const struct part *next, size_t payload)
{
	size_t len = header_len(p);
	uint8_t ihl = p->ihl ? p->ihl : 5;

	h[0] = (p->version ? p->version : 4) << 4 | ihl;
	put16(h + 2, len + payload + p->len_add);
	put16(h + 4, p->id);
	put16(h + 6, (p->more ? 0x2000 : 0) | p->frag);
	h[8] = p->ttl ? p->ttl : 64;
	h[9] = p->proto ? p->proto : proto_of(next, 0);
	address(AF_INET, p->src, h + 12);
	address(AF_INET, p->dst, h + 16);
	put16(h + 10, fold(sum16(h, len, 0)));
}

static void put_ip6(uint8_t *h, const struct part *p, const struct part *next, size_t payload)
{
	h[0] = (p->version ? p->version : 6) << 4;
	put16(h + 4, payload + p->len_add);
	h[6] = p->proto ? p->proto : proto_of(next, 1);
	h[7] = p->ttl ? p->ttl : 64;
	address(AF_INET6, p->src, h + 8);
	address(AF_INET6, p->dst, h + 24);
}

static void put_arp(uint8_t *h, const struct part *p)
{
	put16(h, 1);
	put16(h + 2, 0x0800);
	h[4] = p->ihl ? p->ihl : 6;
	h[5] = 4;
	put16(h + 6, p->type);
	parse_mac(p->sender_mac ? p->sender_mac : MAC_A, h + 8);
	address(AF_INET, p->src, h + 14);
	parse_mac(p->target_mac ? p->target_mac : "00:00:00:00:00:00", h + 18);
	address(AF_INET, p->dst, h + 24);
}

/* Transport checksum over the pseudo header of the IP part before it. */
static void put_l4_checksum(uint8_t *ip, int v6, uint8_t proto, uint8_t *l4, size_t len, size_t at)
{
	uint32_t sum = v6 ? sum16(ip + 8, 32, 0) : sum16(ip + 12, 8, 0);

	if (proto == 1)
		sum = 0;
	else
		sum += proto + len;
	put16(l4 + at, 0);
	put16(l4 + at, fold(sum16(l4, len, sum)));
}

struct packet build_packet(const struct part *parts, size_t n)
{
	struct packet out = {};
	size_t off[32] = {}, end = 0, i, cut = 0;
	uint8_t *ip = NULL;
	int v6 = 0;

	for (i = 0; i < n; i++) {
		off[i] = end;
		end += header_len(&parts[i]);
	}
	for (i = 0; i < n; i++) {
		const struct part *p = &parts[i], *next = i + 1 < n ? &parts[i + 1] : NULL;
		uint8_t *h = out.data + off[i];
		size_t payload = end - off[i] - header_len(p);

		switch (p->kind) {
		case PART_ETH:
			parse_mac(p->dst ? p->dst : MAC_HOST, h);
			parse_mac(p->src ? p->src : MAC_A, h + 6);
			put16(h + 12, p->type			? p->type
				      : !next			? 0x88b5
				      : next->kind == PART_IP4	? 0x0800
				      : next->kind == PART_IP6	? 0x86dd
				      : next->kind == PART_ARP	? 0x0806
				      : next->kind == PART_VLAN ? 0x8100
								: 0x88b5);
			break;
		case PART_VLAN:
			put16(h, p->id);
			put16(h + 2, next && next->kind == PART_IP6 ? 0x86dd : 0x0800);
			break;
		case PART_ARP:
			put_arp(h, p);
			break;
		case PART_IP4:
			put_ip4(h, p, next, payload);
			ip = h;
			v6 = 0;
			break;
		case PART_IP6:
			put_ip6(h, p, next, payload);
			ip = h;
			v6 = 1;
			break;
		case PART_EXT6:
			h[0] = p->proto ? p->proto : proto_of(next, 1);
			h[1] = p->ihl; /* length field as given: 0 means 8 bytes */
			h[2] = p->code;
			break;
		case PART_FRAG6:
			h[0] = p->proto ? p->proto : proto_of(next, 1);
			put16(h + 2, p->frag << 3 | (p->more ? 1 : 0));
			put16(h + 6, p->id);
			break;
		case PART_TCP:
			put16(h, p->sport);
			put16(h + 2, p->dport);
			h[12] = (p->doff ? p->doff : 5) << 4;
			h[13] = p->type;
			put16(h + 14, 0xffff);
			break;
		case PART_UDP:
			put16(h, p->sport);
			put16(h + 2, p->dport);
			put16(h + 4, 8 + payload + p->len_add);
			break;
		case PART_ICMP:
			h[0] = p->type;
			h[1] = p->code;
			put16(h + 4, p->id);
			break;
		case PART_ND:
			h[0] = p->type;
			h[1] = p->code;
			h[4] = p->flags;
			address(AF_INET6, p->dst, h + 8);
			if (!p->no_option) {
				h[24] = p->type == 136 ? 2 : 1;
				h[25] = 1;
				parse_mac(p->src ? p->src : MAC_A, h + 26);
			}
			break;
		case PART_BYTES:
			memset(h, p->fill, p->n);
			break;
		case PART_CUT:
			cut = p->n;
			break;
		case PART_GSO:
			out.gso_size = p->n;
			break;
		case PART_MARK:
			out.mark = p->n;
			break;
		}
	}
	/* transport checksums last, innermost first, when all bytes are there */
	for (i = n; i-- > 0;) {
		const struct part *p = &parts[i];
		size_t j = i, len = end - off[i];

		if (p->kind != PART_TCP && p->kind != PART_UDP && p->kind != PART_ICMP &&
		    p->kind != PART_ND)
			continue;
		while (j-- > 0 && parts[j].kind != PART_IP4 && parts[j].kind != PART_IP6)
			;
		if (j >= n)
			continue;
		ip = out.data + off[j];
		v6 = parts[j].kind == PART_IP6;
		put_l4_checksum(ip, v6, proto_of(p, v6), out.data + off[i], len,
				p->kind == PART_TCP   ? 16
				: p->kind == PART_UDP ? 6
						      : 2);
	}
	out.len = cut ? cut : end;
	return out;
}
