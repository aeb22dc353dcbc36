/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Encapsulation in UDP, shared by VXLAN (RFC 7348) and Geneve (RFC 8926): how a header is put on and
 * taken off.
 *
 * A tunnel frame is  Ethernet | IPv4 or IPv6 | UDP | VXLAN or Geneve | Ethernet | IPv4 or IPv6.
 * The inner Ethernet header is there because both formats want one; between two of our hosts its
 * addresses mean nothing.
 */
#ifndef VIBRISSA_OVERLAY_H
#define VIBRISSA_OVERLAY_H

#define VIB_USE_PATHS
#define VIB_USE_WATCH
#include <vibrissa/csum.h>
#include <vibrissa/parse.h>
#include <vibrissa/path.h>
#include <vibrissa/watched.h>
#include "tunnels.h"

/* Identities which a tunnel may carry beside those of 256 and above; numbers as Cilium's. */
#define VIB_ID_REMOTE_NODE   6 /* stands for the sender's VIB_ID_HOST, which is no one else's */
#define VIB_ID_RESERVED_LAST 10

/* Since 6.3; the headers of an older kernel lack them. */
#define VIB_ADJ_ROOM_DECAP_L3_IPV4 (1ull << 7)
#define VIB_ADJ_ROOM_DECAP_L3_IPV6 (1ull << 8)

#define VIB_EALREADY	  114 /* of bpf_skb_adjust_room: the packet is a tunnel already */
#define VIB_TUNNEL_NESTED (-1)
#define VIB_TUNNEL_TTL	  64
#define VIB_TUNNEL_PORTS  49152 /* source ports from here on, 2^14 of them */
#define VIB_IP4_DONT_FRAG 0x4000

#define VIB_ECN_MASK 3
#define VIB_ECN_ECT1 1
#define VIB_ECN_ECT0 2
#define VIB_ECN_CE   3

/* Written between our own hosts as addresses of the inner frame: 02:56:49:42:00:02 and ...:01. */
#define VIB_INNER_DST 0x025649420002ull
#define VIB_INNER_SRC 0x025649420001ull

struct vib_outer4 {
	struct iphdr ip;
	struct udphdr udp;
};
_Static_assert(sizeof(struct vib_outer4) == 28, "no padding in headers");

struct vib_outer6 {
	struct ipv6hdr ip;
	struct udphdr udp;
};
_Static_assert(sizeof(struct vib_outer6) == 48, "no padding in headers");

static __always_inline struct vib_overlay_config *vib_overlay_config_get(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&vib_overlay_config, &zero);
}

static __always_inline struct vib_tunnel_count *vib_tunnel_count_of(const struct vib_meta *m,
								    __u32 mode)
{
	if (vib_unlikely(m->flags & VIB_F_TRACE))
		return NULL;
	return bpf_map_lookup_elem(&vib_tunnel_stats, &mode);
}

static __always_inline int vib_identity_fits(__u32 id, __u32 most)
{
	return (id >= 256 && id <= most) || (id > VIB_ID_HOST && id <= VIB_ID_RESERVED_LAST);
}

/* ---- sending ---- */

static __always_inline __u8 vib_traffic_class(__be32 first_word)
{
	return bpf_ntohl(first_word) >> 20;
}

/* DSCP and ECN of the inner packet for the outer one: RFC 2983 uniform, RFC 6040 normal mode. */
static __always_inline void vib_write_outer4(struct vib_outer4 *out, const struct vib_node *node,
					     __u8 tos, __u32 len)
{
	__u32 sum;

	out->ip.version = 4;
	out->ip.ihl = 5;
	out->ip.tos = tos;
	out->ip.tot_len = len > 0xffff ? 0 : bpf_htons(len);
	out->ip.id = 0;
	out->ip.frag_off = bpf_htons(VIB_IP4_DONT_FRAG);
	out->ip.ttl = VIB_TUNNEL_TTL;
	out->ip.protocol = IPPROTO_UDP;
	out->ip.saddr = node->source[0];
	out->ip.daddr = node->addr[0];
	sum = bpf_htons(0x4500 | tos) + out->ip.tot_len + bpf_htons(VIB_IP4_DONT_FRAG) +
	      bpf_htons(VIB_TUNNEL_TTL << 8 | IPPROTO_UDP);
	sum += (out->ip.saddr & 0xffff) + (out->ip.saddr >> 16);
	sum += (out->ip.daddr & 0xffff) + (out->ip.daddr >> 16);
	out->ip.check = vib_csum_fold(sum);
}

static __always_inline void vib_write_outer6(struct vib_outer6 *out, const struct vib_node *node,
					     __u8 tos, __u32 len, __u32 hash)
{
	__u32 payload = len - sizeof(out->ip);

	*(__be32 *)&out->ip = bpf_htonl(6u << 28 | (__u32)tos << 20 | (hash & 0xfffff));
	out->ip.payload_len = payload > 0xffff ? 0 : bpf_htons(payload);
	out->ip.nexthdr = IPPROTO_UDP;
	out->ip.hop_limit = VIB_TUNNEL_TTL;
	__builtin_memcpy(&out->ip.saddr, node->source, 16);
	__builtin_memcpy(&out->ip.daddr, node->addr, 16);
}

/* The checksum is 0: allowed by both formats over IPv4, and by RFC 6935 over IPv6. */
static __always_inline void vib_write_udp(struct udphdr *udp, __be16 port, __u32 len, __u32 hash)
{
	udp->source = bpf_htons(VIB_TUNNEL_PORTS | hash >> 18);
	udp->dest = port;
	udp->len = len > 0xffff ? 0 : bpf_htons(len);
	udp->check = 0;
}

static __always_inline int vib_write_inner_eth(struct ethhdr *eth, const struct vib_meta *m,
					       const struct vib_node *node)
{
	const __be64 dst = bpf_cpu_to_be64(VIB_INNER_DST << 16);
	const __be64 src = bpf_cpu_to_be64(VIB_INNER_SRC << 16);

	eth->h_proto = m->ethertype;
	if (vib_unlikely(node->flags & VIB_NODE_MAC)) {
		struct vib_config *config = vib_config_get();

		if (!config)
			return -1;
		__builtin_memcpy(eth->h_dest, node->mac, ETH_ALEN);
		__builtin_memcpy(eth->h_source, config->host_mac, ETH_ALEN);
		return 0;
	}
	__builtin_memcpy(eth->h_dest, &dst, ETH_ALEN);
	__builtin_memcpy(eth->h_source, &src, ETH_ALEN);
	return 0;
}

/* What an IP packet's way through us does to it: the TTL, not for the host's own. Its DSCP and ECN. */
static __always_inline __u8 vib_pass_inner(void *ip, const struct vib_meta *m)
{
	if (m->family == 4) {
		if (m->chain == VIB_CHAIN_EP)
			vib_ip4_decrease_ttl(ip);
		return ((struct iphdr *)ip)->tos;
	}
	if (m->chain == VIB_CHAIN_EP)
		((struct ipv6hdr *)ip)->hop_limit--;
	return vib_traffic_class(*(__be32 *)ip);
}

/* What a forward stage sends: the tunnel header, in words of network byte order. */
struct vib_tunnel_head {
	__be32 word[4];
};

/*
 * Makes room of `outer` (an IP header's length) + UDP + `head` bytes of tunnel header + Ethernet in
 * front of the inner packet and fills it. 0, VIB_TUNNEL_NESTED with nothing changed, or a drop reason.
 */
static __always_inline int vib_tunnel_push(struct __sk_buff *ctx, struct vib_meta *m,
					   const struct vib_node *node, __be16 port, __u32 hash,
					   const struct vib_tunnel_head *head, const __u32 head_len,
					   const __u32 outer)
{
	const __u32 room = outer + sizeof(struct udphdr) + head_len + ETH_HLEN;
	const __u64 flags = BPF_F_ADJ_ROOM_FIXED_GSO | BPF_F_ADJ_ROOM_NO_CSUM_RESET |
			    BPF_F_ADJ_ROOM_ENCAP_L4_UDP | BPF_F_ADJ_ROOM_ENCAP_L2_ETH |
			    BPF_F_ADJ_ROOM_ENCAP_L2(ETH_HLEN) |
			    (outer == sizeof(struct iphdr) ? BPF_F_ADJ_ROOM_ENCAP_L3_IPV4
							   : BPF_F_ADJ_ROOM_ENCAP_L3_IPV6);
	__u32 len = m->len - ETH_HLEN + room;
	struct udphdr *udp;
	struct ethhdr *eth;
	void *inner;
	long err;
	__u8 tos;

	err = bpf_skb_adjust_room(ctx, room, BPF_ADJ_ROOM_MAC, flags);
	if (vib_unlikely(err))
		return err == -VIB_EALREADY ? VIB_TUNNEL_NESTED : VIB_DROP_ERROR_WRITING_TO_PACKET;
	if (!vib_linear(ctx, ETH_HLEN + room + sizeof(struct iphdr)))
		return VIB_DROP_ERROR_WRITING_TO_PACKET;
	eth = vib_data(ctx);
	inner = (void *)eth + ETH_HLEN + room;
	if (inner + sizeof(struct iphdr) > vib_data_end(ctx))
		return VIB_DROP_ERROR_WRITING_TO_PACKET;

	tos = vib_pass_inner(inner, m);
	if (outer == sizeof(struct iphdr)) {
		struct vib_outer4 *o = (void *)(eth + 1);

		eth->h_proto = bpf_htons(ETH_P_IP);
		vib_write_outer4(o, node, tos, len);
		udp = &o->udp;
	} else {
		struct vib_outer6 *o = (void *)(eth + 1);

		eth->h_proto = bpf_htons(ETH_P_IPV6);
		vib_write_outer6(o, node, tos, len, hash);
		udp = &o->udp;
	}
	vib_write_udp(udp, port, len - outer, hash);
	__builtin_memcpy(udp + 1, head, head_len);
	if (vib_write_inner_eth((void *)(udp + 1) + head_len, m, node))
		return VIB_DROP_NO_CONFIGURATION_AVAILABLE;
	return 0;
}

/* The identity which goes on the wire for the packet's source, 0 when it has none that may. */
static __always_inline __u32 vib_wire_identity(const struct vib_meta *m, __u32 most)
{
	__u32 id = m->src_id;

	if (id == VIB_ID_HOST)
		return VIB_ID_REMOTE_NODE;
	return vib_identity_fits(id, most) ? id : 0;
}

/*
 * A super-packet which is a tunnel already, made by a sender that encapsulates itself: an skb knows
 * one level only, so the kernel's own device must cut it up and send the pieces. 0 or a drop reason.
 */
static __always_inline int vib_tunnel_by_device(struct __sk_buff *ctx, struct vib_meta *m,
						const struct vib_node *node,
						const struct vib_tunnel_head *head,
						const __u32 head_len)
{
	struct bpf_tunnel_key key = {.tunnel_id = m->tunnel_vni, .tunnel_ttl = VIB_TUNNEL_TTL};
	__u64 flags = BPF_F_ZERO_CSUM_TX | BPF_F_DONT_FRAGMENT;
	struct ethhdr *eth;

	if (!vib_linear(ctx, ETH_HLEN + sizeof(struct iphdr)))
		return VIB_DROP_ERROR_WRITING_TO_PACKET;
	eth = vib_data(ctx);
	if ((void *)(eth + 1) + sizeof(struct iphdr) > vib_data_end(ctx))
		return VIB_DROP_ERROR_WRITING_TO_PACKET;
	if (vib_write_inner_eth(eth, m, node))
		return VIB_DROP_NO_CONFIGURATION_AVAILABLE;
	key.tunnel_tos = vib_pass_inner(eth + 1, m);
	if (node->family == 4) {
		key.remote_ipv4 = bpf_ntohl(node->addr[0]);
	} else {
		__builtin_memcpy(key.remote_ipv6, node->addr, sizeof(key.remote_ipv6));
		flags |= BPF_F_TUNINFO_IPV6;
	}
	/* without the local address, which kernels before 6.0 do not know: the route chooses it */
	if (bpf_skb_set_tunnel_key(ctx, &key, __builtin_offsetof(struct bpf_tunnel_key, local_ipv6),
				   flags))
		return VIB_DROP_ERROR_WRITING_TO_PACKET;
	if (head_len > 8 && bpf_skb_set_tunnel_opt(ctx, (void *)&head->word[2], head_len - 8))
		return VIB_DROP_ERROR_WRITING_TO_PACKET;
	return 0;
}

/* The rest of a forward stage, once it is known to carry the packet and the header is made. */
static __always_inline int vib_tunnel_send(struct __sk_buff *ctx, struct vib_meta *m,
					   struct vib_node *node,
					   const struct vib_overlay_config *config,
					   const struct vib_tunnel_head *head, const __u32 head_len,
					   const __u32 mode)
{
	const __u32 outer = node->family == 4 ? sizeof(struct iphdr) : sizeof(struct ipv6hdr);
	__u32 hash = vib_flow_hash(m);
	struct vib_hop *hop = vib_hop_of(node, hash);
	struct vib_tunnel_count *count;
	__be16 port = config->port[mode];
	__u32 device = 0;
	int reason;

	if (!hop)
		return VIB_DROP(ctx, m, VIB_DROP_FIB_LOOKUP_FAILED);
	if (node->mtu &&
	    vib_ip_len(m) + outer + sizeof(struct udphdr) + head_len + ETH_HLEN > node->mtu) {
		if (m->chain == VIB_CHAIN_EP)
			return VIB_NEXT(ctx, m);
		return VIB_DROP(ctx, m, VIB_DROP_PACKET_TOO_BIG);
	}
	if (node->family == 4)
		reason = vib_tunnel_push(ctx, m, node, port, hash, head, head_len,
					 sizeof(struct iphdr));
	else
		reason = vib_tunnel_push(ctx, m, node, port, hash, head, head_len,
					 sizeof(struct ipv6hdr));
	if (vib_unlikely(reason == VIB_TUNNEL_NESTED)) {
		device = config->device[mode];
		reason = device ? vib_tunnel_by_device(ctx, m, node, head, head_len)
				: VIB_DROP_ERROR_WRITING_TO_PACKET;
	}
	if (reason)
		return VIB_DROP(ctx, m, reason);
	count = vib_tunnel_count_of(m, mode);
	if (count) {
		count->tx_packets++;
		count->tx_bytes += m->len - ETH_HLEN;
	}
	__builtin_memcpy(m->tunnel_ep, node->addr, sizeof(m->tunnel_ep));
	if (vib_unlikely(device)) {
		m->out_ifindex = device;
		return VIB_FINISH(ctx, m, bpf_redirect(device, 0));
	}
	m->out_ifindex = hop->ifindex;
	return VIB_FINISH(ctx, m, vib_redirect_hop(hop));
}

/* ---- receiving ---- */

/* Is the packet a tunnel of this port, and no part of one? */
static __always_inline int vib_tunnel_is(const struct vib_meta *m, __be16 port)
{
	return m->dport == port && port && !(m->flags & (VIB_F_LATER | VIB_F_DECAPPED));
}

static __always_inline struct vib_tunnel_peer *vib_tunnel_peer_of(const struct vib_meta *m)
{
	struct vib_tunnel_peer_key key = {.family = m->family};

	__builtin_memcpy(key.peer, m->saddr, sizeof(key.peer));
	__builtin_memcpy(key.local, m->daddr, sizeof(key.local));
	return bpf_map_lookup_elem(&vib_tunnel_peers, &key);
}

/* Is the outer destination ours? */
static __always_inline int vib_tunnel_ends_here(const struct vib_meta *m)
{
	struct vib_tunnel_peer_key key = {.family = m->family};

	__builtin_memcpy(key.local, m->daddr, sizeof(key.local));
	return !!bpf_map_lookup_elem(&vib_tunnel_peers, &key);
}

/* What a frame has behind the outer UDP header. */
struct vib_inside {
	__u32 head;	/* bytes of the tunnel header with its options */
	__u32 identity; /* as the sender states it; checked later */
	__be16 proto;	/* of the inner frame */
};

/* Where the UDP header must be; tunnels have neither IP options nor extension headers. */
static __always_inline __u32 vib_tunnel_udp_off(const struct vib_meta *m)
{
	return m->family == 4 ? ETH_HLEN + sizeof(struct iphdr) : ETH_HLEN + sizeof(struct ipv6hdr);
}

/* Outer ECN bits, for a frame whose outer IP header is linear. */
static __always_inline __u8 vib_outer_ecn(const struct vib_meta *m, const void *ip)
{
	const __u8 *byte = ip;

	return (m->family == 4 ? byte[1] : byte[1] >> 4) & VIB_ECN_MASK;
}

/* RFC 6040: brings the mark of the path into the inner packet. 0 or a drop reason. */
static __always_inline int vib_merge_ecn(struct __sk_buff *ctx, const struct vib_meta *m,
					 __u8 outer)
{
	struct iphdr *ip = vib_data(ctx) + ETH_HLEN;
	__u8 inner, byte;

	if ((void *)(ip + 1) > vib_data_end(ctx))
		return VIB_DROP_INVALID_PACKET_DROPPED;
	byte = ((__u8 *)ip)[1];
	inner = (m->family == 4 ? byte : byte >> 4) & VIB_ECN_MASK;
	if (outer == VIB_ECN_CE && !inner)
		return VIB_DROP_TUNNEL_ECN;
	if (outer == VIB_ECN_CE ? inner == VIB_ECN_CE : inner != VIB_ECN_ECT0)
		return 0;
	if (m->family == 4) {
		__u8 tos = (byte & ~VIB_ECN_MASK) | outer;

		ip->check = vib_csum_replace2(ip->check, bpf_htons(byte), bpf_htons(tos));
		ip->tos = tos;
		return 0;
	}
	byte = (byte & ~(VIB_ECN_MASK << 4)) | outer << 4;
	/* no header checksum, so a sum over the whole packet must learn of it */
	if (bpf_skb_store_bytes(ctx, ETH_HLEN + 1, &byte, 1, BPF_F_RECOMPUTE_CSUM))
		return VIB_DROP_ERROR_WRITING_TO_PACKET;
	return 0;
}

/*
 * Reads what was inside. Global, and so verified once a program and not once for each way to it: a
 * tenth of a second of every load.
 */
__attribute__((noinline)) int vib_tunnel_read(struct __sk_buff *ctx, struct vib_meta *m)
{
	return m ? vib_reparse(ctx, m) : -1;
}

/* Takes `strip` bytes of outer headers off and reads what was inside. 0 or a drop reason. */
static __always_inline int vib_tunnel_pop(struct __sk_buff *ctx, struct vib_meta *m,
					  const struct vib_overlay_config *config, __u32 strip,
					  __be16 proto)
{
	__u64 flags = BPF_F_ADJ_ROOM_FIXED_GSO | BPF_F_ADJ_ROOM_NO_CSUM_RESET;
	__u8 family = proto == bpf_htons(ETH_P_IP) ? 4 : 6;
	struct ethhdr *eth;

	if (vib_unlikely(config->flags & VIB_OVERLAY_SAME_FAMILY)) {
		if (family != m->family)
			return VIB_DROP_UNSUPPORTED_L3_PROTOCOL;
	} else {
		flags |= family == 4 ? VIB_ADJ_ROOM_DECAP_L3_IPV4 : VIB_ADJ_ROOM_DECAP_L3_IPV6;
	}
	if (bpf_skb_adjust_room(ctx, -(__s32)strip, BPF_ADJ_ROOM_MAC, flags))
		return VIB_DROP_ERROR_WRITING_TO_PACKET;
	bpf_csum_level(ctx, BPF_CSUM_LEVEL_DEC);
	if (family != m->family) {
		if (!vib_linear(ctx, ETH_HLEN))
			return VIB_DROP_ERROR_WRITING_TO_PACKET;
		eth = vib_data(ctx);
		if ((void *)(eth + 1) > vib_data_end(ctx))
			return VIB_DROP_ERROR_WRITING_TO_PACKET;
		eth->h_proto = proto;
	}
	return vib_tunnel_read(ctx, m) ? m->reason : 0;
}

/* The rest of a decap stage, once the tunnel header has been read. */
static __always_inline int vib_tunnel_receive(struct __sk_buff *ctx, struct vib_scratch *s,
					      struct vib_meta *m,
					      const struct vib_overlay_config *config,
					      const struct vib_tunnel_peer *peer,
					      const struct vib_inside *in, const __u32 mode)
{
	__u32 udp_off = vib_tunnel_udp_off(m);
	__u32 strip = udp_off - ETH_HLEN + sizeof(struct udphdr) + in->head + ETH_HLEN;
	__u32 node = peer->node, shortest;
	struct vib_tunnel_count *count;
	__u8 ecn;
	int reason;

	if (in->proto == bpf_htons(ETH_P_IP))
		shortest = sizeof(struct iphdr);
	else if (in->proto == bpf_htons(ETH_P_IPV6))
		shortest = sizeof(struct ipv6hdr);
	else if (in->proto == bpf_htons(ETH_P_8021Q) || in->proto == bpf_htons(ETH_P_8021AD))
		return VIB_DROP(ctx, m, VIB_DROP_VLAN_FILTERED);
	else
		return VIB_DROP(ctx, m, VIB_DROP_UNSUPPORTED_L2_PROTOCOL);
	if (m->len < ETH_HLEN + strip + shortest)
		return VIB_DROP(ctx, m, VIB_DROP_INVALID_PACKET_DROPPED);
	if (vib_data(ctx) + ETH_HLEN + sizeof(struct iphdr) > vib_data_end(ctx))
		return VIB_DROP(ctx, m, VIB_DROP_INVALID_PACKET_DROPPED);
	ecn = vib_outer_ecn(m, vib_data(ctx) + ETH_HLEN);
	__builtin_memcpy(m->tunnel_ep, m->saddr, sizeof(m->tunnel_ep));

	reason = vib_tunnel_pop(ctx, m, config, strip, in->proto);
	if (reason)
		return VIB_DROP(ctx, m, reason);
	if (vib_unlikely(m->flags & VIB_F_WATCHED))
		vib_watch_inside(s, m);
	if (vib_unlikely(ecn & VIB_ECN_ECT1)) { /* ECT(1) or CE: the others change nothing */
		reason = vib_merge_ecn(ctx, m, ecn);
		if (reason)
			return VIB_DROP(ctx, m, reason);
	}
	count = vib_tunnel_count_of(m, mode);
	if (count) {
		count->rx_packets++;
		count->rx_bytes += m->len - ETH_HLEN;
	}
	m->flags |= VIB_F_DECAPPED;
	m->tunnel = VIB_SLOT_DECAP_VXLAN + mode;
	m->src_id = in->identity;
	m->src_node = node;
	/* the other format has no business with what was inside */
	vib_skip(s, m, 1u << VIB_SLOT_DECAP_VXLAN | 1u << VIB_SLOT_DECAP_GENEVE);
	return VIB_NEXT(ctx, m);
}

#endif
