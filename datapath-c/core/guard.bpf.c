// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Guard: who may speak, and the neighbour protocols of the gateway.
 *
 * Contract: slot 0, chains ep and host. Unicast TCP and UDP pass it by (the root knows that nothing
 * here is for them; a look at every packet is for slot 1). The source address is conntrack's to
 * check. An endpoint's link has two ends only, so ARP and ND are answered here: every target but
 * the endpoint's own addresses is at the gateway's MAC. The host likewise learns endpoints' MACs
 * from the map when it asks on vib_host. Probes for a free address (ARP from 0.0.0.0, NS from ::)
 * are never answered, since nobody else can hold it.
 *
 * Consumed without an answer: gratuitous and probing ARP, ARP replies, DAD, NA, RS, MLD, IGMP.
 * Drops from ep: 134 malformed ARP or ND, 150 multicast and broadcast, 144 ICMP redirect, 176 RA and ICMPv6
 * redirect, 166 other ethertypes, 182 tagged frames. Drops from host: 150 multicast, 151 ARP or ND
 * for an address without an endpoint. Cost: about 5 ns.
 */
#define VIB_USE_ENDPOINTS
#include <vibrissa/endpoint.h>
#include <vibrissa/parse.h>
#include "neighbour.h"

/* ICMPv6 which belongs to the link. A go value when it is settled, -1 when it is not of this kind. */
static __always_inline int icmp6_of_link(struct __sk_buff *ctx, struct vib_meta *m)
{
	switch (m->icmp_type) {
	case ND_SOLICIT:
		return neighbour_solicit(ctx, m);
	case ND_ROUTER_ADVERT:
	case ND_REDIRECT:
		if (m->chain == VIB_CHAIN_EP)
			return VIB_DROP(ctx, m, VIB_DROP_FORBIDDEN_ICMPV6_MESSAGE);
		return VIB_CONSUME(ctx, m);
	case ND_ADVERT:
	case ND_ROUTER_SOLICIT:
	case MLD_QUERY:
	case MLD_REPORT:
	case MLD_DONE:
	case MLD2_REPORT:
		return VIB_CONSUME(ctx, m);
	}
	return -1;
}

static __always_inline int from_endpoint(struct __sk_buff *ctx, struct vib_meta *m)
{
	int go;

	if (vib_unlikely(!m->family)) {
		if (m->flags & VIB_F_VLAN)
			return VIB_DROP(ctx, m, VIB_DROP_VLAN_FILTERED);
		if (m->ethertype == bpf_htons(ETH_P_ARP))
			return arp_of_endpoint(ctx, m);
		return VIB_DROP(ctx, m, VIB_DROP_UNSUPPORTED_L2_PROTOCOL);
	}
	if (m->family == 6 && m->l4proto == IPPROTO_ICMPV6 && !(m->flags & VIB_F_LATER)) {
		go = icmp6_of_link(ctx, m);
		if (go >= 0)
			return go;
	}
	if (m->family == 4 && m->l4proto == IPPROTO_IGMP)
		return VIB_CONSUME(ctx, m);
	if (m->flags & VIB_F_MULTICAST)
		return VIB_DROP(ctx, m, VIB_DROP_UNKNOWN_L3_TARGET_ADDRESS);
	if (m->family == 4 && (m->flags & VIB_F_ICMP_ERR) && m->icmp_type == VIB_ICMP_REDIRECT)
		return VIB_DROP(ctx, m, VIB_DROP_UNKNOWN_ICMPV4_TYPE);
	return VIB_NEXT(ctx, m);
}

static __always_inline int from_host(struct __sk_buff *ctx, struct vib_meta *m)
{
	int go;

	if (vib_unlikely(!m->family)) {
		if (m->ethertype == bpf_htons(ETH_P_ARP) && !(m->flags & VIB_F_VLAN))
			return arp_of_host(ctx, m);
		return VIB_NEXT(ctx, m);
	}
	if (m->family == 6 && m->l4proto == IPPROTO_ICMPV6 && !(m->flags & VIB_F_LATER)) {
		go = icmp6_of_link(ctx, m);
		if (go >= 0)
			return go;
	}
	if (m->family == 4 && m->l4proto == IPPROTO_IGMP)
		return VIB_CONSUME(ctx, m);
	if (m->flags & VIB_F_MULTICAST)
		return VIB_DROP(ctx, m, VIB_DROP_UNKNOWN_L3_TARGET_ADDRESS);
	return VIB_NEXT(ctx, m);
}

VIB_STAGE(VIB_SLOT_GUARD, vib_stage_guard, VIB_ON_EP | VIB_ON_HOST, 0, 0)
{
	if (m->chain == VIB_CHAIN_EP)
		return from_endpoint(ctx, m);
	return from_host(ctx, m);
}

VIB_LICENSE("Dual BSD/GPL");
