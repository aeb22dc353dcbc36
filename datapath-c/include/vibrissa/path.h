/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Path groups: which forward stage carries a packet. Include maps.h with VIB_USE_PATHS. */
#ifndef VIBRISSA_PATH_H
#define VIBRISSA_PATH_H

#include "stage.h"

/*
 * True when the packet's group is carried by the forward stage in `slot`. A forward stage
 * answers VIB_NEXT otherwise. Several modes so run side by side, and a change of mode is one
 * aligned 4-byte write of user space.
 */
static __always_inline int vib_forward_is(const struct vib_meta *m, __u32 slot)
{
	struct vib_group *group;
	__u32 key = m->group;

	if (!key)
		return 0;
	group = bpf_map_lookup_elem(&vib_groups, &key);
	return group && group->slot == slot;
}

static __always_inline struct vib_node *vib_node_of(const struct vib_meta *m)
{
	struct vib_node_key key = {.id = m->node};

	return key.id ? bpf_map_lookup_elem(&vib_nodes, &key) : NULL;
}

#endif
