/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What an address is: identity, path group, node. Needs VIB_USE_IPCACHE, VIB_USE_ENDPOINTS. */
#ifndef VIBRISSA_IPCACHE_H
#define VIBRISSA_IPCACHE_H

#include "endpoint.h"

/*
 * Local endpoints first, then the exact hash (it spares the trie for hosts), then the longest
 * prefix; an address which nothing knows is the world's.
 */
static __always_inline void vib_ipcache_of(__u32 family, const __be32 *addr,
					   struct vib_ipcache_entry *out)
{
	struct vib_endpoint *endpoint = vib_endpoint_of(family, addr);
	struct vib_ipcache_entry *found;
	struct vib_ipcache_key key = {.family = family};

	if (endpoint) {
		out->identity = endpoint->identity;
		out->group = 0;
		out->node = 0;
		out->flags = VIB_IP_LOCAL;
		return;
	}
	__builtin_memcpy(key.addr, addr, sizeof(key.addr));
	/* the exact key is the trie's key without the length: family, address */
	found = bpf_map_lookup_elem(&vib_iphash, &key.family);
	if (!found) {
		key.prefixlen = family == 4 ? 64 : 160;
		found = bpf_map_lookup_elem(&vib_ipcache, &key);
	}
	if (found) {
		*out = *found;
		out->flags &= ~VIB_IP_LOCAL;
		return;
	}
	out->identity = VIB_ID_WORLD;
	out->group = 0;
	out->node = 0;
	out->flags = 0;
}

#endif
