/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Frame to struct vib_meta, bounds-checked. The network header is made linear, anything behind
 * it is only read, so a frame with its payload in pages is not copied together.
 */
#ifndef VIBRISSA_PARSE_H
#define VIBRISSA_PARSE_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "abi.h"
#include "drop.h"
#include "hint.h"

#define VIB_TCP_FIN 0x01
#define VIB_TCP_SYN 0x02
#define VIB_TCP_RST 0x04
#define VIB_TCP_ACK 0x10

#define VIB_IP4_MORE   0x2000
#define VIB_IP4_OFFSET 0x1fff

/* linux/icmp.h drags the C library in, which no bpf target has */
#define VIB_ICMP_ECHO_REPLY	 0
#define VIB_ICMP_UNREACHABLE	 3
#define VIB_ICMP_QUENCH		 4
#define VIB_ICMP_REDIRECT	 5
#define VIB_ICMP_ECHO		 8
#define VIB_ICMP_TIME_EXCEEDED	 11
#define VIB_ICMP_PARAMETER	 12
#define VIB_ICMP_TIMESTAMP	 13
#define VIB_ICMP_TIMESTAMP_REPLY 14
#define VIB_ICMP_INFO		 15
#define VIB_ICMP_INFO_REPLY	 16
#define VIB_ICMP_ADDRESS	 17
#define VIB_ICMP_ADDRESS_REPLY	 18
#define VIB_ICMP6_ECHO		 128
#define VIB_ICMP6_ECHO_REPLY	 129
#define VIB_ICMP6_ROUTER_SOLICIT 133
#define VIB_ICMP6_REDIRECT	 137

#define VIB_NEXTHDR_HOP	    0
#define VIB_NEXTHDR_ROUTING 43
#define VIB_NEXTHDR_FRAG    44
#define VIB_NEXTHDR_AUTH    51
#define VIB_NEXTHDR_NONE    59
#define VIB_NEXTHDR_DEST    60

#define VIB_EXT_HEADERS 8    /* more of them than this are refused */
#define VIB_L4_MAX	1024 /* offset from the frame's start beyond which no L4 header is sought */

/* The flags which a parse decides; the others survive vib_reparse. */
#define VIB_F_PARSED                                                                            \
	(VIB_F_FRAG | VIB_F_LATER | VIB_F_GSO | VIB_F_ICMP_ERR | VIB_F_MULTICAST | VIB_F_VLAN | \
	 VIB_F_BAD_L3 | VIB_F_BAD_L4)

static __always_inline void *vib_data(const struct __sk_buff *ctx)
{
	return (void *)(long)ctx->data;
}

static __always_inline void *vib_data_end(const struct __sk_buff *ctx)
{
	return (void *)(long)ctx->data_end;
}

/* Makes the first n bytes linear. False when the frame is shorter. Invalidates pointers. */
static __always_inline int vib_linear(struct __sk_buff *ctx, __u32 n)
{
	if (vib_data(ctx) + n <= vib_data_end(ctx))
		return 1;
	return ctx->len >= n && !bpf_skb_pull_data(ctx, n);
}

/* MACs lie at even offsets in frames, records and tables: three words instead of six bytes. */
typedef __u16 vib_mac_word __attribute__((may_alias));

static __always_inline void vib_mac_copy(void *to, const void *from)
{
	const vib_mac_word *f = from;
	vib_mac_word *t = to;

	t[0] = f[0];
	t[1] = f[1];
	t[2] = f[2];
}

static __always_inline int vib_mac_equal(const void *a, const void *b)
{
	const vib_mac_word *x = a, *y = b;

	return !((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2]));
}

static __always_inline int vib_bad_l3(struct vib_meta *m, __u16 reason)
{
	m->flags |= VIB_F_BAD_L3;
	m->reason = reason;
	return -1;
}

static __always_inline int vib_bad_l4(struct vib_meta *m, __u16 reason)
{
	m->flags |= VIB_F_BAD_L4;
	m->reason = reason;
	return -1;
}

/*
 * ICMP queries in the place of ports: the side which asks has the identifier, the side which
 * answers the type of the request. So both directions make one flow and two crossing pings with
 * the same identifier make two. What is neither query nor error has (0, type).
 */
static __always_inline void vib_icmp_ports(__u8 family, __u8 type, __be16 id, __be16 *sport,
					   __be16 *dport)
{
	__u8 request = 0, reply = 0;

	if (family == 4) {
		request = type == VIB_ICMP_ECHO || type == VIB_ICMP_TIMESTAMP ||
			  type == VIB_ICMP_INFO || type == VIB_ICMP_ADDRESS;
		reply = type == VIB_ICMP_ECHO_REPLY || type == VIB_ICMP_TIMESTAMP_REPLY ||
			type == VIB_ICMP_INFO_REPLY || type == VIB_ICMP_ADDRESS_REPLY;
	} else {
		request = type == VIB_ICMP6_ECHO;
		reply = type == VIB_ICMP6_ECHO_REPLY;
	}
	if (request) {
		*sport = id;
		*dport = bpf_htons(type);
	} else if (reply) {
		if (family == 6)
			type = VIB_ICMP6_ECHO;
		else
			type = type == VIB_ICMP_ECHO_REPLY ? VIB_ICMP_ECHO : type - 1;
		*sport = bpf_htons(type);
		*dport = id;
	} else {
		*sport = 0;
		*dport = bpf_htons(type);
	}
}

static __always_inline int vib_icmp_is_error(__u8 family, __u8 type)
{
	if (family == 4)
		return type == VIB_ICMP_UNREACHABLE || type == VIB_ICMP_QUENCH ||
		       type == VIB_ICMP_REDIRECT || type == VIB_ICMP_TIME_EXCEEDED ||
		       type == VIB_ICMP_PARAMETER;
	return type < VIB_ICMP6_ECHO;
}

/* Multicast, and neighbour discovery from the link itself: what no policy of the host may break. */
static __always_inline int vib_of_link(const struct vib_meta *m)
{
	return (m->flags & VIB_F_MULTICAST) ||
	       (m->family == 6 && m->l4proto == IPPROTO_ICMPV6 && m->ttl == 255 &&
		m->icmp_type >= VIB_ICMP6_ROUTER_SOLICIT && m->icmp_type <= VIB_ICMP6_REDIRECT);
}

static __always_inline int vib_has_ports(__u8 proto)
{
	return proto == IPPROTO_TCP || proto == IPPROTO_UDP || proto == IPPROTO_SCTP ||
	       proto == IPPROTO_UDPLITE;
}

/* The first 14 bytes of the transport header, as far as all protocols have them. */
struct vib_l4_head {
	__be16 word[7];
};

/* Reads the transport header at m->l4_off, of which `avail` bytes belong to this datagram. */
static __always_inline int vib_parse_l4(struct __sk_buff *ctx, struct vib_meta *m, __u32 avail)
{
	struct vib_l4_head head = {}, *h;
	__u32 off = m->l4_off;
	__u32 need;

	if (m->l4proto == IPPROTO_TCP)
		need = 20;
	else if (m->l4proto == IPPROTO_SCTP)
		need = 12;
	else if (vib_has_ports(m->l4proto) ||
		 m->l4proto == (m->family == 4 ? IPPROTO_ICMP : IPPROTO_ICMPV6))
		need = 8;
	else
		return 0;
	if (avail < need || off > VIB_L4_MAX)
		return vib_bad_l4(m, VIB_DROP_INVALID_PACKET_DROPPED);

	h = vib_data(ctx) + off;
	if (m->l4proto == IPPROTO_TCP) {
		if (vib_unlikely((void *)(h + 1) > vib_data_end(ctx))) {
			if (bpf_skb_load_bytes(ctx, off, &head, sizeof(head)))
				return vib_bad_l4(m, VIB_DROP_INVALID_PACKET_DROPPED);
			h = &head;
		}
		m->sport = h->word[0];
		m->dport = h->word[1];
		m->l4_len = (bpf_ntohs(h->word[6]) >> 12) * 4;
		m->tcp_flags = bpf_ntohs(h->word[6]) & 0xff;
		if (m->l4_len < 20 || m->l4_len > avail)
			return vib_bad_l4(m, VIB_DROP_INVALID_PACKET_DROPPED);
		return 0;
	}
	if (vib_unlikely((void *)h + 8 > vib_data_end(ctx))) {
		if (bpf_skb_load_bytes(ctx, off, &head, 8))
			return vib_bad_l4(m, VIB_DROP_INVALID_PACKET_DROPPED);
		h = &head;
	}
	m->l4_len = need;
	if (vib_has_ports(m->l4proto)) {
		m->sport = h->word[0];
		m->dport = h->word[1];
		return 0;
	}
	m->icmp_type = bpf_ntohs(h->word[0]) >> 8;
	m->icmp_code = bpf_ntohs(h->word[0]) & 0xff;
	if (vib_icmp_is_error(m->family, m->icmp_type))
		m->flags |= VIB_F_ICMP_ERR;
	else
		vib_icmp_ports(m->family, m->icmp_type, h->word[2], &m->sport, &m->dport);
	return 0;
}

static __always_inline int vib_parse_ip4(struct __sk_buff *ctx, struct vib_meta *m)
{
	__u32 header, total, frag;
	struct iphdr *ip;

	if (!vib_linear(ctx, ETH_HLEN + sizeof(*ip)))
		return vib_bad_l3(m, VIB_DROP_INVALID_PACKET_DROPPED);
	ip = vib_data(ctx) + ETH_HLEN;
	if ((void *)(ip + 1) > vib_data_end(ctx))
		return vib_bad_l3(m, VIB_DROP_INVALID_PACKET_DROPPED);
	header = ip->ihl * 4;
	total = bpf_ntohs(ip->tot_len);
	if (!total && m->gso_size) /* BIG TCP: more than the field can hold */
		total = m->len - ETH_HLEN;
	if (ip->version != 4 || header < sizeof(*ip) || total < header || total > m->len - ETH_HLEN)
		return vib_bad_l3(m, VIB_DROP_INVALID_PACKET_DROPPED);

	m->family = 4;
	m->l3_off = ETH_HLEN;
	m->l4_off = ETH_HLEN + header;
	m->l4proto = ip->protocol;
	m->ttl = ip->ttl;
	m->saddr[0] = ip->saddr;
	m->daddr[0] = ip->daddr;
	if ((ip->daddr & bpf_htonl(0xf0000000)) == bpf_htonl(0xe0000000) || ip->daddr == 0xffffffff)
		m->flags |= VIB_F_MULTICAST;
	frag = bpf_ntohs(ip->frag_off);
	if (frag & (VIB_IP4_MORE | VIB_IP4_OFFSET)) {
		m->flags |= VIB_F_FRAG;
		m->frag_id = ip->id;
		if (frag & VIB_IP4_OFFSET) {
			m->flags |= VIB_F_LATER;
			/* RFC 3128: a second fragment that would overwrite the TCP flags */
			if ((frag & VIB_IP4_OFFSET) == 1 && m->l4proto == IPPROTO_TCP)
				return vib_bad_l4(m, VIB_DROP_INVALID_PACKET_DROPPED);
			return 0;
		}
	}
	return vib_parse_l4(ctx, m, total - header);
}

struct vib_ext_walk {
	__u32 off; /* of the header `next` names, from the frame's start */
	__u8 next; /* protocol reached */
	__u8 frag; /* bit 0: fragment, bit 1: not the first one */
	__be32 id;
};

/* Walks IPv6 extension headers up to `end`. Negative when the chain is broken or refused. */
static __always_inline int vib_ip6_walk(struct __sk_buff *ctx, struct vib_ext_walk *w, __u32 end)
{
	__u8 head[8];
	__u32 len;
	int i;

#pragma clang loop unroll(disable)
	for (i = 0; i < VIB_EXT_HEADERS; i++) {
		if (w->next != VIB_NEXTHDR_HOP && w->next != VIB_NEXTHDR_ROUTING &&
		    w->next != VIB_NEXTHDR_FRAG && w->next != VIB_NEXTHDR_AUTH &&
		    w->next != VIB_NEXTHDR_DEST)
			return 0;
		if (w->off + sizeof(head) > end || w->off > VIB_L4_MAX ||
		    bpf_skb_load_bytes(ctx, w->off, head, sizeof(head)))
			return -1;
		if (w->next == VIB_NEXTHDR_FRAG) {
			__u32 frag = head[2] << 8 | head[3];

			len = 8;
			if (frag & ~6u) /* an atomic fragment (offset 0, no more) is a whole */
				w->frag = (frag & 0xfff8) ? 3 : 1;
			__builtin_memcpy(&w->id, head + 4, 4);
		} else if (w->next == VIB_NEXTHDR_AUTH) {
			len = (head[1] + 2) * 4;
		} else {
			/* RFC 5095: routing header type 0 is forbidden */
			if (w->next == VIB_NEXTHDR_ROUTING && !head[2])
				return -1;
			len = (head[1] + 1) * 8;
		}
		w->next = head[0];
		w->off += len;
		if (w->off > end)
			return -1;
		if (w->frag & 2)
			return 0;
	}
	return -1;
}

static __always_inline int vib_parse_ip6(struct __sk_buff *ctx, struct vib_meta *m)
{
	struct vib_ext_walk w = {};
	struct ipv6hdr *ip;
	__u32 payload;

	if (!vib_linear(ctx, ETH_HLEN + sizeof(*ip)))
		return vib_bad_l3(m, VIB_DROP_INVALID_PACKET_DROPPED);
	ip = vib_data(ctx) + ETH_HLEN;
	if ((void *)(ip + 1) > vib_data_end(ctx))
		return vib_bad_l3(m, VIB_DROP_INVALID_PACKET_DROPPED);
	payload = bpf_ntohs(ip->payload_len);
	if (!payload && m->gso_size) /* BIG TCP: a jumbogram */
		payload = m->len - ETH_HLEN - sizeof(*ip);
	if (ip->version != 6 || payload > m->len - ETH_HLEN - sizeof(*ip))
		return vib_bad_l3(m, VIB_DROP_INVALID_PACKET_DROPPED);

	m->family = 6;
	m->l3_off = ETH_HLEN;
	m->ttl = ip->hop_limit;
	__builtin_memcpy(m->saddr, &ip->saddr, sizeof(m->saddr));
	__builtin_memcpy(m->daddr, &ip->daddr, sizeof(m->daddr));
	if ((m->daddr[0] & bpf_htonl(0xff000000)) == bpf_htonl(0xff000000))
		m->flags |= VIB_F_MULTICAST;

	w.off = ETH_HLEN + sizeof(*ip);
	w.next = ip->nexthdr;
	payload += w.off; /* from here on: the end of the datagram in the frame */
	if (vib_ip6_walk(ctx, &w, payload))
		return vib_bad_l4(m, VIB_DROP_INVALID_IPV6_EXTENSION_HEADER);
	m->l4_off = w.off;
	m->l4proto = w.next;
	if (w.frag) {
		m->flags |= VIB_F_FRAG;
		m->frag_id = w.id;
		if (w.frag & 2) {
			m->flags |= VIB_F_LATER;
			return 0;
		}
	}
	return vib_parse_l4(ctx, m, payload - w.off);
}

/*
 * Fills the parsed fields of a record whose other fields are zero. Returns 0, or -1 with
 * VIB_F_BAD_L3 or VIB_F_BAD_L4 and a reason. A frame without IP gives 0 with family 0.
 */
static __always_inline int vib_parse(struct __sk_buff *ctx, struct vib_meta *m)
{
	struct ethhdr *eth;

	m->len = ctx->len;
	m->gso_size = ctx->gso_size;
	if (m->gso_size)
		m->flags |= VIB_F_GSO;
	if (!vib_linear(ctx, sizeof(*eth)))
		return vib_bad_l3(m, VIB_DROP_INVALID_PACKET_DROPPED);
	eth = vib_data(ctx);
	if ((void *)(eth + 1) > vib_data_end(ctx))
		return vib_bad_l3(m, VIB_DROP_INVALID_PACKET_DROPPED);
	m->ethertype = eth->h_proto;
	if (ctx->vlan_present || m->ethertype == bpf_htons(ETH_P_8021Q) ||
	    m->ethertype == bpf_htons(ETH_P_8021AD)) {
		m->flags |= VIB_F_VLAN;
		return 0;
	}
	if (m->ethertype == bpf_htons(ETH_P_IP))
		return vib_parse_ip4(ctx, m);
	if (m->ethertype == bpf_htons(ETH_P_IPV6))
		return vib_parse_ip6(ctx, m);
	return 0;
}

/* For a stage that has moved headers: reads the frame anew. Returns as vib_parse. */
static __always_inline int vib_reparse(struct __sk_buff *ctx, struct vib_meta *m)
{
	m->flags &= ~VIB_F_PARSED;
	m->family = 0;
	m->l4proto = 0;
	m->l3_off = 0;
	m->l4_off = 0;
	m->l4_len = 0;
	m->sport = 0;
	m->dport = 0;
	m->tcp_flags = 0;
	m->icmp_type = 0;
	m->icmp_code = 0;
	m->frag_id = 0;
	m->reason = 0;
	__builtin_memset(m->saddr, 0, sizeof(m->saddr));
	__builtin_memset(m->daddr, 0, sizeof(m->daddr));
	return vib_parse(ctx, m);
}

#endif
