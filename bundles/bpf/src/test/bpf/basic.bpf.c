// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* One map of each kind the loader knows, and programs for each hook. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct flow {
	__u32 address;
	__u16 port;
	__u16 pad;
};

struct count {
	__u64 packets;
	__u64 bytes;
};

struct prefix {
	__u32 length;
	__u8 address[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 200000);
	__type(key, struct flow);
	__type(value, struct count);
} t_hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, struct count);
} t_lru SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct count);
} t_array SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} t_cpu_array SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, struct count);
} t_cpu_hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 64);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct prefix);
	__type(value, __u32);
} t_lpm SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u32);
} t_chain SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} t_ring SEC(".maps");

const volatile __u32 verdict = 2;
const volatile __u16 step = 1;

struct note {
	__u16 abi;
	__u16 slot;
	__u32 chains;
};

struct note t_note SEC(".vib.contract") = {.abi = 1, .slot = 17, .chains = 3};

SEC("tc")
int t_verdict(struct __sk_buff *skb)
{
	__u32 zero = 0;
	__u32 *cpu = bpf_map_lookup_elem(&t_cpu_array, &zero);
	struct count *total = bpf_map_lookup_elem(&t_array, &zero);

	if (cpu)
		*cpu += step;
	if (total) {
		__sync_fetch_and_add(&total->packets, 1);
		__sync_fetch_and_add(&total->bytes, skb->len);
	}
	skb->cb[0] += 1;
	return verdict;
}

SEC("tc")
int t_root(struct __sk_buff *skb)
{
	skb->mark += 1;
	bpf_tail_call(skb, &t_chain, 3);
	return 7;
}

SEC("xdp")
int t_xdp(struct xdp_md *ctx)
{
	(void)ctx;
	return XDP_PASS;
}

SEC("cgroup/connect4")
int t_connect4(struct bpf_sock_addr *ctx)
{
	(void)ctx;
	return 1;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
