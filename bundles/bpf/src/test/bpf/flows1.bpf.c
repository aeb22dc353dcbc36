// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Counts packets per flow; first layout of the flow table. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct flow_key {
	__u32 id;
};

struct flow_value {
	__u64 packets;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, struct flow_key);
	__type(value, struct flow_value);
} flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} f_chain SEC(".maps");

SEC("tc")
int f_count(struct __sk_buff *skb)
{
	struct flow_key key = {.id = skb->mark};
	struct flow_value one = {.packets = 1};
	struct flow_value *value = bpf_map_lookup_elem(&flows, &key);

	if (!value) {
		if (!bpf_map_update_elem(&flows, &key, &one, BPF_NOEXIST))
			return 1;
		value = bpf_map_lookup_elem(&flows, &key);
		if (!value)
			return 2;
	}
	__sync_fetch_and_add(&value->packets, 1);
	return 1;
}

SEC("tc")
int f_root(struct __sk_buff *skb)
{
	bpf_tail_call(skb, &f_chain, 0);
	return 3;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
