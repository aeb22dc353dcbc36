/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Who is local. Include maps.h with VIB_USE_ENDPOINTS. */
#ifndef VIBRISSA_ENDPOINT_H
#define VIBRISSA_ENDPOINT_H

#include "stage.h"

static __always_inline struct vib_endpoint *vib_endpoint_of(__u32 family, const __be32 *addr)
{
	struct vib_endpoint_key key = {.family = family};

	__builtin_memcpy(key.addr, addr, sizeof(key.addr));
	return bpf_map_lookup_elem(&vib_endpoints, &key);
}

static __always_inline int vib_mac_equal(const __u8 *a, const __u8 *b)
{
	return !((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3]) | (a[4] ^ b[4]) |
		 (a[5] ^ b[5]));
}

#endif
