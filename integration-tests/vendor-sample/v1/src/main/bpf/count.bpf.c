// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * packetcount: counts frames of each endpoint, and drops what packetcount_deny names.
 *
 * Contract: slot 17, chains ep (the sender's count) and dlv (the receiver's); needs CT, by which
 * later fragments have ports. Goes on, or drops with the rule's reason. A super-packet (GSO) counts
 * as one. Cost: about 30 ns, three hash lookups.
 */
#include <linux/in.h>
#include <bpf/bpf_endian.h>
#include "count.h"

static __always_inline struct packetcount_denial *denial_of(__u32 kind, __u32 value)
{
	struct packetcount_subject key = {.kind = kind, .value = value};

	return bpf_map_lookup_elem(&packetcount_deny, &key);
}

static __always_inline struct packetcount_denial *denial(const struct vib_meta *m, __u32 endpoint)
{
	struct packetcount_denial *found = denial_of(PACKETCOUNT_ENDPOINT, endpoint);

	if (found)
		return found;
	switch (m->l4proto) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_SCTP:
		return denial_of(PACKETCOUNT_PORT, bpf_ntohs(m->dport));
	}
	return NULL;
}

/* When the map is full the packet of a further endpoint goes on uncounted. */
static __always_inline void count(__u32 endpoint)
{
	struct packetcount_packets *t = bpf_map_lookup_elem(&packetcount_endpoints, &endpoint);

	if (vib_unlikely(!t)) {
		struct packetcount_packets zero = {};

		bpf_map_update_elem(&packetcount_endpoints, &endpoint, &zero, BPF_NOEXIST);
		t = bpf_map_lookup_elem(&packetcount_endpoints, &endpoint);
		if (!t)
			return;
	}
	t->packets++;
}

VIB_STAGE(VIB_SLOT_VENDOR, packetcount, VIB_ON_EP | VIB_ON_DLV, VIB_CAP_CT, 0)
{
	__u32 endpoint = m->chain == VIB_CHAIN_EP ? m->ep_id : m->dst_ep_id;
	struct packetcount_denial *denied = denial(m, endpoint);

	/* A synthetic packet (VIB_F_TRACE) shows the verdict and leaves no trace in our maps. */
	if (vib_unlikely(denied)) {
		if (!(m->flags & VIB_F_TRACE))
			__sync_fetch_and_add(&denied->drops, 1);
		return VIB_DROP(ctx, m, denied->reason);
	}
	if (!(m->flags & VIB_F_TRACE))
		count(endpoint);
	return VIB_NEXT(ctx, m);
}

VIB_LICENSE("Dual BSD/GPL");
