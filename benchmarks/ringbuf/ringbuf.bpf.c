// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* One flow event of 128 bytes per packet, filled from the packet as a trace stage would. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <bpf/bpf_helpers.h>
#include <vibrissa/export.h>

struct bench_flow {
	__u64 number; /* counts from 1, lost events too */
	__u64 time_ns;
	__u64 hash;
	__be32 saddr[4];
	__be32 daddr[4];
	__be16 sport;
	__be16 dport;
	__u8 family;
	__u8 proto;
	__u8 direction;
	__u8 verdict;
	__u16 reason;
	__u16 mtu;
	__u32 src_id;
	__u32 dst_id;
	__u32 ep_id;
	__u32 ifindex;
	__u32 len;
	__u32 flags;
	__u32 group;
	__u32 node;
	__u8 smac[6];
	__u8 dmac[6];
	__u8 tcp_flags;
	__u8 icmp_type;
	__u8 chain;
	__u8 slot;
	__u32 policy_id;
	__u64 lost;
};
_Static_assert(sizeof(struct bench_flow) == 128, "struct bench_flow is 128 bytes");
VIB_EXPORT(struct, bench_flow);

struct bench_count {
	__u64 sent;
	__u64 lost;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 25);
} bench_events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct bench_count);
} bench_counts SEC(".maps");

SEC("tc")
int bench_trace(struct __sk_buff *skb)
{
	void *end = (void *)(long)skb->data_end;
	struct ethhdr *eth = (void *)(long)skb->data;
	struct iphdr *ip = (void *)(eth + 1);
	struct tcphdr *tcp = (void *)(ip + 1);
	struct bench_count *count;
	struct bench_flow *e;
	__u32 zero = 0;

	count = bpf_map_lookup_elem(&bench_counts, &zero);
	if (!count || (void *)(tcp + 1) > end)
		return -1;
	count->sent++;
	e = bpf_ringbuf_reserve(&bench_events, sizeof(*e), 0);
	if (!e) {
		count->lost++;
		return 0;
	}
	e->number = count->sent;
	e->time_ns = bpf_ktime_get_ns();
	e->hash = count->sent * 0x9e3779b97f4a7c15ULL;
	__builtin_memset(e->saddr, 0, sizeof(e->saddr));
	__builtin_memset(e->daddr, 0, sizeof(e->daddr));
	e->saddr[0] = ip->saddr;
	e->daddr[0] = ip->daddr;
	e->sport = tcp->source;
	e->dport = tcp->dest;
	e->family = 4;
	e->proto = ip->protocol;
	e->direction = 1;
	e->verdict = 1;
	e->reason = 133;
	e->mtu = 1500;
	e->src_id = 1001;
	e->dst_id = 2002;
	e->ep_id = 7;
	e->ifindex = skb->ifindex;
	e->len = skb->len;
	e->flags = 0x80000001;
	e->group = 3;
	e->node = 4;
	__builtin_memcpy(e->smac, eth->h_source, 6);
	__builtin_memcpy(e->dmac, eth->h_dest, 6);
	e->tcp_flags = 0x18;
	e->icmp_type = 0;
	e->chain = 1;
	e->slot = 28;
	e->policy_id = 5;
	e->lost = count->lost;
	bpf_ringbuf_submit(e, 0);
	return 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
