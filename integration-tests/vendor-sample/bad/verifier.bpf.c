// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Broken on purpose: reads the packet without a bounds check, which the verifier rejects. */
#include "count.h"

VIB_STAGE(VIB_SLOT_VENDOR, packetcount, VIB_ON_EP | VIB_ON_DLV, VIB_CAP_CT, 0)
{
	__u8 *frame = (void *)(long)ctx->data;
	struct packetcount_subject key = {.kind = PACKETCOUNT_PORT, .value = frame[64]};
	__u32 endpoint = m->dst_ep_id;

	if (bpf_map_lookup_elem(&packetcount_deny, &key) ||
	    bpf_map_lookup_elem(&packetcount_endpoints, &endpoint))
		return VIB_DROP(ctx, m, VIB_DROP_POLICY_DENY);
	return VIB_NEXT(ctx, m);
}

VIB_LICENSE("Dual BSD/GPL");
