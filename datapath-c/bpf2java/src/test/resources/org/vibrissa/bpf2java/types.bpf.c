// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <vibrissa/export.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

VIB_EXPORT(struct, vib_string);

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, struct vib_key);
	__type(value, struct vib_value);
} vib_flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} vib_counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u8[6]);
	__type(
		value, struct {
			__u32 x;
			__u32 y;
		});
} vib_points SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} vib_events SEC(".maps");

const volatile __u32 vib_ifindex = 7;
static const __u32 table[4] = {9, 8, 7, 6};
const volatile __u8 vib_host_mac[6] = {2, 0, 0, 0, 0, 1};
const volatile struct vib_addr vib_gateway = {{1, 2, 3, 4}};

SEC("tc")
int vib_stage(struct __sk_buff *skb)
{
	const volatile __u32 *t = table;

	return vib_ifindex + vib_host_mac[1] + vib_gateway.word[2] + t[skb->len & 3];
}

char _license[] SEC("license") = "Dual BSD/GPL";
