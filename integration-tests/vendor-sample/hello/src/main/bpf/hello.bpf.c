// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <vibrissa/stage.h>

struct hello_count {
	__u64 packets;
};

/* Key: the endpoint's id. One value per CPU: counting needs no atomic operation. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct hello_count);
} hello_counts SEC(".maps");

/* Slot 17, packets from endpoints; needs the conntrack stage before it, provides nothing. */
VIB_STAGE(VIB_SLOT_VENDOR, hello, VIB_ON_EP, VIB_CAP_CT, 0)
{
	struct hello_count *count, first = {};

	if (m->flags & VIB_F_TRACE) /* a synthetic packet: leave our state alone */
		return VIB_NEXT(ctx, m);
	count = bpf_map_lookup_elem(&hello_counts, &m->ep_id);
	if (!count) {
		bpf_map_update_elem(&hello_counts, &m->ep_id, &first, BPF_NOEXIST);
		count = bpf_map_lookup_elem(&hello_counts, &m->ep_id);
	}
	if (count)
		count->packets++;
	return VIB_NEXT(ctx, m);
}

VIB_LICENSE("Dual BSD/GPL");
