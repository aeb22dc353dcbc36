// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Broken on purpose: calls a helper function of a kernel that is yet to come. */
#include "count.h"

static long (*const from_the_future)(void) = (void *)9999;

VIB_STAGE(VIB_SLOT_VENDOR, packetcount, VIB_ON_EP | VIB_ON_DLV, VIB_CAP_CT, 0)
{
	struct packetcount_subject key = {.kind = PACKETCOUNT_PORT, .value = from_the_future()};
	__u32 endpoint = m->dst_ep_id;

	if (bpf_map_lookup_elem(&packetcount_deny, &key) ||
	    bpf_map_lookup_elem(&packetcount_endpoints, &endpoint))
		return VIB_DROP(ctx, m, VIB_DROP_POLICY_DENY);
	return VIB_NEXT(ctx, m);
}

VIB_LICENSE("Dual BSD/GPL");
