/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Path groups: which forward stage carries a packet. Include maps.h with VIB_USE_PATHS. */
#ifndef VIBRISSA_PATH_H
#define VIBRISSA_PATH_H

#include "parse.h"
#include "stage.h"

/* The forward slots which go by the packet's group and nothing else. */
#define VIB_GROUP_SLOTS                                                 \
	(1u << VIB_SLOT_FORWARD_VXLAN | 1u << VIB_SLOT_FORWARD_GENEVE | \
	 1u << VIB_SLOT_FORWARD_NATIVE)

static __always_inline __u32 vib_slot_of_group(__u32 group)
{
	struct vib_group *found = bpf_map_lookup_elem(&vib_groups, &group);

	return group && found ? found->slot : 0;
}

/*
 * For the stage which has found the packet's group: looks up once which slot carries it, so that all
 * forward stages answer by the same moment's mode, and lets the walk pass the others by.
 */
static __always_inline void vib_choose_forward(struct vib_scratch *s, struct vib_meta *m)
{
	__u32 slot = 0;

	if (m->group)
		slot = vib_slot_of_group(m->group) & (VIB_SLOTS - 1);
	m->forward = slot;
	vib_skip(s, m, VIB_GROUP_SLOTS & ~(1u << slot));
}

/*
 * True when the packet's group is carried by the forward stage in `slot`. A forward stage
 * answers VIB_NEXT otherwise. Several modes so run side by side, and a change of mode is one
 * aligned 4-byte write of user space.
 */
static __always_inline int vib_forward_is(const struct vib_meta *m, __u32 slot)
{
	if (vib_likely(m->forward))
		return m->forward == slot;
	return vib_slot_of_group(m->group) == slot;
}

static __always_inline struct vib_node *vib_node_of(const struct vib_meta *m)
{
	struct vib_node_key key = {.id = m->node};

	return key.id ? bpf_map_lookup_elem(&vib_nodes, &key) : NULL;
}

/* Bytes of IP of the packet, or of the largest segment of a super-packet. */
static __always_inline __u32 vib_ip_len(const struct vib_meta *m)
{
	if (m->gso_size)
		return m->l4_off - m->l3_off + m->l4_len + m->gso_size;
	return m->len - m->l3_off;
}

/* Differs between flows, is the same for all packets of one in one direction, fragments too. */
static __always_inline __u32 vib_flow_hash(const struct vib_meta *m)
{
	const __u64 k = 0x9e3779b97f4a7c15ull;
	__u64 h = (__u64)m->saddr[0] << 32 | m->daddr[0];

	if (m->family == 6) {
		h = (h ^ h >> 29) * k ^ ((__u64)m->saddr[1] << 32 | m->daddr[1]);
		h = (h ^ h >> 29) * k ^ ((__u64)m->saddr[2] << 32 | m->daddr[2]);
		h = (h ^ h >> 29) * k ^ ((__u64)m->saddr[3] << 32 | m->daddr[3]);
	}
	h = (h ^ h >> 29) * k;
	h ^= (__u64)m->l4proto << 32 | (__u32)m->sport << 16 | m->dport;
	h = (h ^ h >> 29) * k;
	return h >> 32;
}

/* The way to a node for a flow, or NULL when there is none. */
static __always_inline struct vib_hop *vib_hop_of(struct vib_node *node, __u32 hash)
{
	__u32 i = 0;

	if (vib_unlikely(node->hops != 1)) {
		if (!node->hops || node->hops > VIB_NODE_HOPS)
			return NULL;
		i = (__u64)hash * node->hops >> 32;
	}
	return &node->hop[i & (VIB_NODE_HOPS - 1)];
}

/* Hands the frame to the neighbour on that way; the answer is the stage's action. */
static __always_inline long vib_redirect_hop(const struct vib_hop *hop)
{
	struct bpf_redir_neigh to = {.nh_family =
					     hop->family == 4 ? 2 : 10}; /* AF_INET, AF_INET6 */

	__builtin_memcpy(to.ipv6_nh, hop->next, sizeof(to.ipv6_nh));
	return bpf_redirect_neigh(hop->ifindex, &to, sizeof(to), 0);
}

#endif
