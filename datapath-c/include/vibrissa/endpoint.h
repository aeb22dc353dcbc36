/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Who is local. Include maps.h with VIB_USE_ENDPOINTS. */
#ifndef VIBRISSA_ENDPOINT_H
#define VIBRISSA_ENDPOINT_H

#include "parse.h"
#include "stage.h"

static __always_inline struct vib_endpoint *vib_endpoint_of(__u32 family, const __be32 *addr)
{
	struct vib_endpoint_key key = {.family = family};

	__builtin_memcpy(key.addr, addr, sizeof(key.addr));
	return bpf_map_lookup_elem(&vib_endpoints, &key);
}

/* Does this device and MAC belong to the endpoint with these? */
static __always_inline int vib_speaks_for(struct __sk_buff *ctx, const struct vib_meta *m,
					  __u32 ifindex, const __u8 *mac, __u32 flags)
{
	struct ethhdr *eth = vib_data(ctx);

	if (ifindex != m->ifindex)
		return VIB_DROP_INVALID_SOURCE_IP;
	if ((void *)(eth + 1) > vib_data_end(ctx))
		return VIB_DROP_INVALID_PACKET_DROPPED;
	if (!(flags & VIB_EP_ANY_MAC) && !vib_mac_equal(eth->h_source, mac))
		return VIB_DROP_INVALID_SOURCE_MAC;
	return 0;
}

/* The sender must own the address and the MAC, and be ready. 0 or a drop reason. */
static __always_inline int vib_check_source(struct __sk_buff *ctx, struct vib_meta *m)
{
	struct vib_endpoint *e = vib_endpoint_of(m->family, m->saddr);
	int reason;

	if (!e)
		return VIB_DROP_INVALID_SOURCE_IP;
	reason = vib_speaks_for(ctx, m, e->ifindex, e->mac, e->flags);
	if (reason)
		return reason;
	if (!(e->flags & VIB_EP_READY))
		return VIB_DROP_EP_NOT_READY;
	m->ep_id = e->ep_id;
	m->src_id = e->identity;
	m->src_flags = VIB_IP_LOCAL;
	m->policy_id = e->policy_id;
	return 0;
}

#endif
