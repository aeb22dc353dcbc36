// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Delivery to local endpoints.
 *
 * Contract: slot 24, all chains; provides DELIVER. In ep, net and host it looks the destination
 * up and, for an endpoint of this host, enters the dlv chain, where policy and vendors see the
 * packet as it arrives (the same stage sits in slot 24 of all chains, so with nobody between it does
 * dlv's work at once); in dlv it rewrites MACs and TTL and redirects to the endpoint's device:
 * by bpf_redirect_peer for a veth when the packet came in by an ingress hook, else by
 * bpf_redirect (redirect_peer is illegal at egress).
 *
 * Goes on (to the terminal, so into the host's stack) with: a destination that is not local; TTL
 * or hop limit 1, and packets larger than the receiver's MTU, both from ep or net, so that the
 * stack answers by ICMP. Drops: 203 endpoint not ready; 151 an address of our own pools that has
 * no endpoint (from the underlay only out of a tunnel); 100 a packet of the host's own that is larger than the receiver's MTU.
 * What a flow remembers is not looked up again; what conntrack found to be for no endpoint (net, no
 * tunnel) passes this slot by.
 * Cost: 5 ns, 45 ns for the first packet of a flow and generation.
 */
#define VIB_USE_ENDPOINTS
#include <vibrissa/csum.h>
#include <vibrissa/endpoint.h>
#include <vibrissa/parse.h>

/* Does every packet (every segment of a super-packet) fit? */
static __always_inline int fits(const struct vib_meta *m, __u32 mtu)
{
	if (!mtu)
		return 1;
	if (m->gso_size)
		return m->l4_off - m->l3_off + m->l4_len + m->gso_size <= mtu;
	return m->len - m->l3_off <= mtu;
}

static __always_inline int deliver(struct __sk_buff *ctx, struct vib_meta *m)
{
	struct ethhdr *eth;

	if (!vib_linear(ctx, ETH_HLEN + sizeof(struct iphdr)))
		return VIB_DROP(ctx, m, VIB_DROP_ERROR_WRITING_TO_PACKET);
	eth = vib_data(ctx);
	if ((void *)eth + ETH_HLEN + sizeof(struct iphdr) > vib_data_end(ctx))
		return VIB_DROP(ctx, m, VIB_DROP_ERROR_WRITING_TO_PACKET);
	vib_mac_copy(eth->h_dest, m->nh_mac);
	vib_mac_copy(eth->h_source, m->out_mac);
	if (m->origin != VIB_CHAIN_HOST) {
		if (m->family == 4)
			vib_ip4_decrease_ttl((void *)(eth + 1));
		else
			((struct ipv6hdr *)(eth + 1))->hop_limit--;
		if ((m->dst_ep_flags & VIB_EP_PEER))
			return VIB_FINISH(ctx, m, bpf_redirect_peer(m->out_ifindex, 0));
	}
	return VIB_FINISH(ctx, m, bpf_redirect(m->out_ifindex, 0));
}

/* Has the dlv chain no stage before this one? Observed packets shall show its steps. */
static __always_inline int alone_in_dlv(const struct vib_scratch *s, const struct vib_meta *m)
{
	const __u32 up_to_this = (2u << VIB_SLOT_DELIVER) - (1u << VIB_DLV_FIRST);

	return (s->slots[VIB_CHAIN_DLV] & up_to_this) == 1u << VIB_SLOT_DELIVER &&
	       !(m->flags & VIB_F_OBSERVED);
}

/* Into the dlv chain, unless the stack has to answer. Where the next stage is this one, at once. */
static __always_inline int enter(struct __sk_buff *ctx, struct vib_scratch *s, struct vib_meta *m)
{
	if (m->origin == VIB_CHAIN_HOST) {
		if (!fits(m, m->mtu))
			return VIB_DROP(ctx, m, VIB_DROP_PACKET_TOO_BIG);
	} else if (m->ttl <= 1 || !fits(m, m->mtu)) {
		/* the flow is known from now on, but dlv has not judged it */
		if (s->slots[VIB_CHAIN_DLV] & 1u << VIB_SLOT_POLICY)
			m->flags |= VIB_F_PARTIAL;
		return VIB_NEXT(ctx, m);
	}
	if (vib_likely(alone_in_dlv(s, m))) {
		vib_enter_dlv(s, m);
		s->hits[VIB_CHAIN_DLV][VIB_SLOT_DELIVER]++;
		return deliver(ctx, m);
	}
	return VIB_DELIVER(ctx, m);
}

static __always_inline int hand_over(struct __sk_buff *ctx, struct vib_scratch *s,
				     struct vib_meta *m)
{
	struct vib_endpoint *e;

	if (!m->family)
		return VIB_NEXT(ctx, m);
	if (vib_likely(m->flags & VIB_F_CACHED))
		return m->out_ifindex ? enter(ctx, s, m) : VIB_NEXT(ctx, m);
	e = vib_endpoint_of(m->family, m->daddr);
	if (!e) {
		if ((m->chain != VIB_CHAIN_NET || (m->flags & VIB_F_DECAPPED)) &&
		    (m->dst_flags & (VIB_IP_POOL | VIB_IP_LOCAL)))
			return VIB_DROP(ctx, m, VIB_DROP_STALE_OR_UNROUTABLE_IP);
		return VIB_NEXT(ctx, m);
	}
	if (!(e->flags & VIB_EP_READY))
		return VIB_DROP(ctx, m, VIB_DROP_EP_NOT_READY);
	m->mtu = e->mtu;
	m->dst_id = e->identity;
	m->dst_ep_id = e->ep_id;
	m->dst_ep_flags = e->flags;
	m->dst_flags = VIB_IP_LOCAL;
	m->policy_id = e->policy_id;
	m->out_ifindex = e->ifindex;
	vib_mac_copy(m->nh_mac, e->mac);
	vib_mac_copy(m->out_mac, e->node_mac);
	return enter(ctx, s, m);
}

VIB_STAGE(VIB_SLOT_DELIVER, vib_stage_deliver, VIB_ON_ALL, 0, VIB_CAP_DELIVER)
{
	if (m->chain == VIB_CHAIN_DLV)
		return deliver(ctx, m);
	return hand_over(ctx, s, m);
}

VIB_LICENSE("Dual BSD/GPL");
