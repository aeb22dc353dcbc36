// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ipcache: who the two addresses are and which path group leads to the destination.
 *
 * Contract: slot 13, chains ep, net, host; provides IDENTITY. Skips packets from the underlay which
 * are not for an endpoint, and ends the tracking (VIB_F_TO_HOST) of those that are not for the host
 * either; conntrack lets the walk pass it by for packets whose identities it has
 * recalled. Chooses the forward slot. The source of ep is known from conntrack. The identity that a
 * tunnel carries, if any, stands; the address must be one of the node that sent the tunnel. Drops 132 a
 * packet from the underlay with the source address of a local endpoint, and one out of a tunnel
 * whose source is not the tunnel's node's.
 * Cost: 40 ns (exact) to 100 ns (prefix), once per flow and generation.
 */
#define VIB_USE_ENDPOINTS
#define VIB_USE_IPCACHE
#define VIB_USE_PATHS
#include <vibrissa/ipcache.h>
#include <vibrissa/path.h>

/* Link-local addresses are on no list, but who reaches us by one means us. */
static __always_inline int for_host(struct vib_meta *m)
{
	if (m->family == 6 && (m->daddr[0] & bpf_htonl(0xffc00000)) == bpf_htonl(0xfe800000)) {
		m->dst_id = VIB_ID_HOST;
		m->dst_flags = VIB_IP_HOST;
	}
	return m->dst_flags & VIB_IP_HOST;
}

VIB_STAGE(VIB_SLOT_IPCACHE, vib_stage_ipcache, VIB_ON_EP | VIB_ON_NET | VIB_ON_HOST, 0,
	  VIB_CAP_IDENTITY)
{
	struct vib_ipcache_entry found;

	if (!m->family || (m->flags & VIB_F_CACHED) ||
	    (m->chain == VIB_CHAIN_NET && m->ct_state == VIB_CT_NONE &&
	     !(m->flags & (VIB_F_DECAPPED | VIB_F_TO_HOST))))
		return VIB_NEXT(ctx, m);

	vib_ipcache_of(m->family, m->daddr, &found);
	m->dst_id = found.identity;
	m->dst_flags = found.flags;
	m->group = found.group;
	m->node = found.node;
	if (vib_unlikely(m->flags & VIB_F_TO_HOST) && !for_host(m)) {
		m->flags &= ~(VIB_F_TO_HOST | VIB_F_COMMIT);
		m->ct_state = VIB_CT_NONE;
		m->causes &= ~VIB_CAUSE_START;
		if (!m->causes)
			m->flags &= ~VIB_F_NOTABLE;
		return VIB_NEXT(ctx, m);
	}
	vib_choose_forward(s, m);
	if (m->chain == VIB_CHAIN_EP)
		return VIB_NEXT(ctx, m);

	vib_ipcache_of(m->family, m->saddr, &found);
	if (vib_unlikely(m->flags & VIB_F_UPLINK)) {
		/* what the root has found, link-local addresses included */
		found.identity = VIB_ID_HOST;
		found.flags |= VIB_IP_HOST;
	}
	m->src_flags = found.flags;
	m->src_group = found.group;
	if (m->flags & VIB_F_DECAPPED) {
		if (!found.node || found.node != m->src_node)
			return VIB_DROP(ctx, m, VIB_DROP_INVALID_SOURCE_IP);
		if (!m->src_id)
			m->src_id = found.identity;
		return VIB_NEXT(ctx, m);
	}
	m->src_id = found.identity;
	m->src_node = found.node;
	if (m->chain == VIB_CHAIN_NET && (found.flags & VIB_IP_LOCAL))
		return VIB_DROP(ctx, m, VIB_DROP_INVALID_SOURCE_IP);
	return VIB_NEXT(ctx, m);
}

VIB_LICENSE("Dual BSD/GPL");
