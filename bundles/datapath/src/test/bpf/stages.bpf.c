// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Stages for the tests of claims: one that counts, its next version, and ones that are refused. */
#include <vibrissa/stage.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} t_counts SEC(".maps");

static __always_inline void count(__u32 index)
{
	__u64 *value = bpf_map_lookup_elem(&t_counts, &index);

	if (value)
		__sync_fetch_and_add(value, 1);
}

VIB_STAGE(VIB_SLOT_VENDOR, t_count, VIB_ON_EP | VIB_ON_DLV, 0, 0)
{
	count(0);
	return VIB_NEXT(ctx, m);
}

VIB_STAGE(VIB_SLOT_VENDOR, t_count_two, VIB_ON_EP | VIB_ON_DLV, 0, 0)
{
	count(1);
	return VIB_NEXT(ctx, m);
}

VIB_STAGE(VIB_SLOT_POLICY, t_policy, VIB_ON_EP, 0, 0)
{
	return VIB_NEXT(ctx, m);
}

/* Says that it is a stage but goes its own way: the walk of every packet would end here. */
const struct vib_contract t_swallow_contract SEC(".vib.contract") = {
	.abi = VIB_ABI,
	.meta_size = sizeof(struct vib_meta),
	.slot = VIB_SLOT_VENDOR,
	.chains = VIB_ON_EP,
	.size = sizeof(struct vib_contract),
	.program = "t_swallow",
};

SEC("tc") int t_swallow(struct __sk_buff *ctx)
{
	return ctx->len ? 0 : 2;
}

/* Needs what the core provides. */
VIB_STAGE(VIB_SLOT_VENDOR, t_needs_core, VIB_ON_ALL, VIB_CAP_CT | VIB_CAP_IDENTITY, VIB_CAP_VERDICT)
{
	return VIB_NEXT(ctx, m);
}

/* Needs what only the stage above provides. */
VIB_STAGE(VIB_SLOT_FORWARD_VENDOR, t_needs_verdict, VIB_ON_ALL, VIB_CAP_VERDICT, 0)
{
	return VIB_NEXT(ctx, m);
}

/* Stands before the stage that provides what it needs. */
VIB_STAGE(VIB_SLOT_DECAP_VENDOR, t_needs_later, VIB_ON_EP, VIB_CAP_CT, 0)
{
	return VIB_NEXT(ctx, m);
}

/* Drops without saying why. */
VIB_STAGE(VIB_SLOT_VENDOR, t_silent, VIB_ON_EP, 0, 0)
{
	return VIB_DROP(ctx, m, 0);
}

SEC("tc") int t_no_contract(struct __sk_buff *ctx)
{
	return ctx->len ? 0 : 2;
}

VIB_LICENSE("Dual BSD/GPL");
