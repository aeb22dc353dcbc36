// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * For test runs: makes each repetition the first packet of another flow, and hands it to the root of
 * chain ep. Delivery has changed the frame's MACs and TTL in the run before; they are put back.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define FIRST_PORT 1024
#define PORTS	   (65536 - FIRST_PORT)

/* Slot 0: the root. */
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} t_roots SEC(".maps");

/* The number of the flow, and the MACs of its packets. */
struct t_next {
	__u64 flow;
	__u8 macs[2 * ETH_ALEN];
	__u8 pad[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct t_next);
} t_next SEC(".maps");

SEC("tc") int t_new_flow(struct __sk_buff *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct tcphdr *tcp = data + ETH_HLEN + sizeof(struct iphdr);
	struct iphdr *ip = data + ETH_HLEN;
	__u32 zero = 0;
	struct t_next *next = bpf_map_lookup_elem(&t_next, &zero);

	if (!next || (void *)(tcp + 1) > end)
		return -1;
	__builtin_memcpy(data, next->macs, sizeof(next->macs));
	ip->ttl = 64;
	tcp->source = bpf_htons(FIRST_PORT + next->flow % PORTS);
	tcp->dest = bpf_htons(1 + next->flow / PORTS % 65535);
	next->flow++;
	bpf_tail_call(ctx, &t_roots, 0);
	return -1;
}

char t_license[] SEC("license") = "Dual BSD/GPL";
