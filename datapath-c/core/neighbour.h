/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* ARP (RFC 826) and neighbour discovery (RFC 4861) answered on a link of two ends. */
#ifndef VIBRISSA_NEIGHBOUR_H
#define VIBRISSA_NEIGHBOUR_H

#include <vibrissa/csum.h>
#include <vibrissa/endpoint.h>
#include <vibrissa/parse.h>

#define ARP_ETHERNET 1
#define ARP_REQUEST  1
#define ARP_REPLY    2

#define MLD_QUERY	  130
#define MLD_REPORT	  131
#define MLD_DONE	  132
#define ND_ROUTER_SOLICIT 133
#define ND_ROUTER_ADVERT  134
#define ND_SOLICIT	  135
#define ND_ADVERT	  136
#define ND_REDIRECT	  137
#define MLD2_REPORT	  143

#define ND_FLAG_ROUTER	  0x80
#define ND_FLAG_SOLICITED 0x40
#define ND_FLAG_OVERRIDE  0x20
#define ND_TARGET_MAC	  2 /* option: target link-layer address */

struct arp_frame {
	struct ethhdr eth;
	__be16 hardware;
	__be16 protocol;
	__u8 hardware_len;
	__u8 protocol_len;
	__be16 operation;
	__u8 sender_mac[ETH_ALEN];
	__u8 sender_ip[4];
	__u8 target_mac[ETH_ALEN];
	__u8 target_ip[4];
} __attribute__((packed));
_Static_assert(sizeof(struct arp_frame) == 42, "an ARP frame for IPv4 has 42 bytes");

struct nd_message {
	__u8 type;
	__u8 code;
	__u16 check;
	__u8 flags;
	__u8 reserved[3];
	__be32 target[4];
	__u8 option;
	__u8 option_len; /* in units of 8 bytes */
	__u8 mac[ETH_ALEN];
} __attribute__((packed));
_Static_assert(sizeof(struct nd_message) == 32, "NS and NA with a MAC option have 32 bytes");

#define ND_FRAME_LEN (ETH_HLEN + sizeof(struct ipv6hdr) + sizeof(struct nd_message))

/* The frame as ARP, or NULL when it is not a well-formed one. */
static __always_inline struct arp_frame *arp_of(struct __sk_buff *ctx)
{
	struct arp_frame *arp;

	if (!vib_linear(ctx, sizeof(*arp)))
		return NULL;
	arp = vib_data(ctx);
	if ((void *)(arp + 1) > vib_data_end(ctx))
		return NULL;
	if (arp->hardware != bpf_htons(ARP_ETHERNET) || arp->protocol != bpf_htons(ETH_P_IP) ||
	    arp->hardware_len != ETH_ALEN || arp->protocol_len != 4)
		return NULL;
	if (arp->operation != bpf_htons(ARP_REQUEST) && arp->operation != bpf_htons(ARP_REPLY))
		return NULL;
	return arp;
}

static __always_inline struct vib_endpoint *endpoint_of_ip4(const __u8 *ip)
{
	__be32 addr[4] = {};

	__builtin_memcpy(addr, ip, 4);
	return vib_endpoint_of(4, addr);
}

/* Turns the request into the reply "target is at mac". */
static __always_inline void arp_answer(struct arp_frame *arp, const __u8 *mac)
{
	__u8 target_ip[4];

	__builtin_memcpy(target_ip, arp->target_ip, 4);
	__builtin_memcpy(arp->eth.h_dest, arp->eth.h_source, ETH_ALEN);
	__builtin_memcpy(arp->eth.h_source, mac, ETH_ALEN);
	arp->operation = bpf_htons(ARP_REPLY);
	__builtin_memcpy(arp->target_mac, arp->sender_mac, ETH_ALEN);
	__builtin_memcpy(arp->target_ip, arp->sender_ip, 4);
	__builtin_memcpy(arp->sender_mac, mac, ETH_ALEN);
	__builtin_memcpy(arp->sender_ip, target_ip, 4);
}

static __always_inline int arp_of_endpoint(struct __sk_buff *ctx, struct vib_meta *m)
{
	struct vib_config *config = vib_config_get();
	struct arp_frame *arp = arp_of(ctx);
	struct vib_endpoint *sender, *target;
	__be32 sender_ip;

	if (!arp)
		return VIB_DROP(ctx, m, VIB_DROP_INVALID_PACKET_DROPPED);
	if (!config)
		return VIB_DROP(ctx, m, VIB_DROP_NO_CONFIGURATION_AVAILABLE);
	__builtin_memcpy(&sender_ip, arp->sender_ip, 4);
	if (!sender_ip)
		return VIB_CONSUME(ctx, m);
	sender = endpoint_of_ip4(arp->sender_ip);
	if (!sender || sender->ifindex != m->ifindex)
		return VIB_DROP(ctx, m, VIB_DROP_INVALID_SOURCE_IP);
	if (!(sender->flags & VIB_EP_ANY_MAC) && (!vib_mac_equal(arp->sender_mac, sender->mac) ||
						  !vib_mac_equal(arp->eth.h_source, sender->mac)))
		return VIB_DROP(ctx, m, VIB_DROP_INVALID_SOURCE_MAC);
	m->ep_id = sender->ep_id;
	m->src_id = sender->identity;
	if (arp->operation == bpf_htons(ARP_REPLY))
		return VIB_CONSUME(ctx, m);
	target = endpoint_of_ip4(arp->target_ip);
	if (target && target->ifindex == m->ifindex)
		return VIB_CONSUME(ctx, m);
	arp_answer(arp, config->host_mac);
	m->out_ifindex = m->ifindex;
	return VIB_FINISH(ctx, m, bpf_redirect(m->ifindex, 0));
}

static __always_inline int arp_of_host(struct __sk_buff *ctx, struct vib_meta *m)
{
	struct arp_frame *arp = arp_of(ctx);
	struct vib_endpoint *target;
	__be32 sender_ip;

	if (!arp)
		return VIB_DROP(ctx, m, VIB_DROP_INVALID_PACKET_DROPPED);
	__builtin_memcpy(&sender_ip, arp->sender_ip, 4);
	if (!sender_ip || arp->operation == bpf_htons(ARP_REPLY) ||
	    !__builtin_memcmp(arp->sender_ip, arp->target_ip, 4))
		return VIB_CONSUME(ctx, m);
	target = endpoint_of_ip4(arp->target_ip);
	if (!target)
		return VIB_DROP(ctx, m, VIB_DROP_STALE_OR_UNROUTABLE_IP);
	arp_answer(arp, target->mac);
	m->out_ifindex = m->ifindex;
	return VIB_FINISH(ctx, m, bpf_redirect(m->ifindex, BPF_F_INGRESS));
}

/* Rewrites the frame into a neighbour advertisement "target is at mac" to who asked. */
static __always_inline int nd_answer(struct __sk_buff *ctx, const __be32 *target, const __u8 *mac,
				     const __be32 *asker, __u8 flags)
{
	struct nd_message na = {
		.type = ND_ADVERT,
		.flags = flags,
		.option = ND_TARGET_MAC,
		.option_len = 1,
	};
	struct ethhdr *eth;
	struct ipv6hdr *ip;
	__s64 sum;

	if (bpf_skb_change_tail(ctx, ND_FRAME_LEN, 0) || !vib_linear(ctx, ND_FRAME_LEN))
		return -1;
	eth = vib_data(ctx);
	if ((void *)eth + ND_FRAME_LEN > vib_data_end(ctx))
		return -1;
	ip = (void *)(eth + 1);

	__builtin_memcpy(na.target, target, 16);
	__builtin_memcpy(na.mac, mac, ETH_ALEN);
	/* pseudo header: both addresses, length, protocol */
	sum = bpf_csum_diff(NULL, 0, (__be32 *)target, 16, bpf_htonl(sizeof(na)));
	sum = bpf_csum_diff(NULL, 0, (__be32 *)asker, 16, sum);
	sum = bpf_csum_diff(NULL, 0, (__be32 *)&na, sizeof(na), sum);
	sum += bpf_htonl(IPPROTO_ICMPV6);
	sum = (sum & 0xffffffff) + (sum >> 32);
	na.check = vib_csum_fold((sum & 0xffffffff) + (sum >> 32));

	__builtin_memcpy(eth->h_dest, eth->h_source, ETH_ALEN);
	__builtin_memcpy(eth->h_source, mac, ETH_ALEN);
	ip->payload_len = bpf_htons(sizeof(na));
	ip->nexthdr = IPPROTO_ICMPV6;
	ip->hop_limit = 255;
	__builtin_memcpy(&ip->saddr, target, 16);
	__builtin_memcpy(&ip->daddr, asker, 16);
	__builtin_memcpy(ip + 1, &na, sizeof(na));
	return 0;
}

static __always_inline int is_link_local(const __be32 *addr)
{
	return (addr[0] & bpf_htonl(0xffc00000)) == bpf_htonl(0xfe800000);
}

static __always_inline int nd_of_endpoint(struct __sk_buff *ctx, struct vib_meta *m,
					  const __be32 *asker, const __be32 *target)
{
	struct vib_config *config = vib_config_get();
	struct vib_endpoint *e;

	if (!config)
		return VIB_DROP(ctx, m, VIB_DROP_NO_CONFIGURATION_AVAILABLE);
	if (!is_link_local(asker)) {
		struct ethhdr *eth = vib_data(ctx);

		e = vib_endpoint_of(6, asker);
		if (!e || e->ifindex != m->ifindex)
			return VIB_DROP(ctx, m, VIB_DROP_INVALID_SOURCE_IP);
		if ((void *)(eth + 1) > vib_data_end(ctx))
			return VIB_DROP(ctx, m, VIB_DROP_INVALID_PACKET_DROPPED);
		if (!(e->flags & VIB_EP_ANY_MAC) && !vib_mac_equal(eth->h_source, e->mac))
			return VIB_DROP(ctx, m, VIB_DROP_INVALID_SOURCE_MAC);
		m->ep_id = e->ep_id;
		m->src_id = e->identity;
	}
	e = vib_endpoint_of(6, target);
	if (e && e->ifindex == m->ifindex)
		return VIB_CONSUME(ctx, m);
	if (nd_answer(ctx, target, config->host_mac, asker,
		      ND_FLAG_ROUTER | ND_FLAG_SOLICITED | ND_FLAG_OVERRIDE))
		return VIB_DROP(ctx, m, VIB_DROP_ERROR_WRITING_TO_PACKET);
	m->out_ifindex = m->ifindex;
	return VIB_FINISH(ctx, m, bpf_redirect(m->ifindex, 0));
}

static __always_inline int nd_of_host(struct __sk_buff *ctx, struct vib_meta *m,
				      const __be32 *asker, const __be32 *target)
{
	struct vib_endpoint *e = vib_endpoint_of(6, target);

	if (!e)
		return VIB_DROP(ctx, m, VIB_DROP_STALE_OR_UNROUTABLE_IP);
	if (nd_answer(ctx, target, e->mac, asker, ND_FLAG_SOLICITED | ND_FLAG_OVERRIDE))
		return VIB_DROP(ctx, m, VIB_DROP_ERROR_WRITING_TO_PACKET);
	m->out_ifindex = m->ifindex;
	return VIB_FINISH(ctx, m, bpf_redirect(m->ifindex, BPF_F_INGRESS));
}

/* A neighbour solicitation from an endpoint or from the host on vib_host. */
static __always_inline int neighbour_solicit(struct __sk_buff *ctx, struct vib_meta *m)
{
	__be32 asker[4], target[4];

	__builtin_memcpy(asker, m->saddr, sizeof(asker));
	if (m->ttl != 255 || m->icmp_code || (m->flags & VIB_F_FRAG) ||
	    m->l4_off != ETH_HLEN + sizeof(struct ipv6hdr) ||
	    bpf_skb_load_bytes(ctx, m->l4_off + 8, target, sizeof(target)) ||
	    (target[0] & bpf_htonl(0xff000000)) == bpf_htonl(0xff000000))
		return VIB_DROP(ctx, m, VIB_DROP_INVALID_PACKET_DROPPED);
	if (!(asker[0] | asker[1] | asker[2] | asker[3]))
		return VIB_CONSUME(ctx, m);
	if (m->chain == VIB_CHAIN_EP)
		return nd_of_endpoint(ctx, m, asker, target);
	return nd_of_host(ctx, m, asker, target);
}

#endif
