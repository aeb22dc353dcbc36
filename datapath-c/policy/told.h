/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Refusals at sockets as flow events, in the programs that are loaded while the flow bundle's ring is
 * there (VIB_TOLD); nothing in the others.
 */
#ifndef VIBRISSA_TOLD_H
#define VIBRISSA_TOLD_H

#include "judge.h"

/* What was refused. Calls have no packet: what is not known is 0. */
struct vib_refused {
	__be32 local[4];
	__be32 remote[4];
	__be16 local_port;
	__be16 remote_port;
	__u8 family;
	__u8 proto;
	__u8 tcp_flags;
	__u8 direction; /* enum vib_direction of the packet */
	__u32 endpoint;
	__u32 ifindex;
	__u32 len;
};

#ifdef VIB_TOLD
#include <vibrissa/flow_ring.h>

/* Hubble's numbers. */
#define VIB_TOLD_DROPPED 2
#define VIB_TOLD_TOWARD	 1
#define VIB_TOLD_FROM	 2

static __always_inline void vib_fill_refused(struct vib_flow_event *e, const struct vib_refused *r,
					     const struct vib_policy_query *q, __u16 drop)
{
	const int egress = r->direction == VIB_EGRESS;
	const __u32 end = q->direction & 1;

	__builtin_memset(e, 0, sizeof(*e));
	e->version = VIB_FLOW_VERSION;
	e->size = sizeof(*e);
	e->kind = VIB_FLOW_DROP;
	e->causes = VIB_CAUSE_DROP;
	e->verdict = VIB_TOLD_DROPPED;
	e->family = r->family;
	e->protocol = r->proto;
	e->flags = VIB_FLOW_SOCKET;
	e->drop = drop;
	e->chain = egress ? VIB_CHAIN_EP : VIB_CHAIN_DLV;
	e->slot = VIB_SLOT_POLICY;
	__builtin_memcpy(e->saddr, egress ? r->local : r->remote, sizeof(e->saddr));
	__builtin_memcpy(e->daddr, egress ? r->remote : r->local, sizeof(e->daddr));
	if (r->proto != IPPROTO_ICMP && r->proto != IPPROTO_ICMPV6) {
		e->sport = egress ? r->local_port : r->remote_port;
		e->dport = egress ? r->remote_port : r->local_port;
	}
	e->tcp_flags = r->tcp_flags;
	e->direction = egress ? VIB_TOLD_FROM : VIB_TOLD_TOWARD;
	if (egress) {
		e->src_ep = r->endpoint;
		e->dst_id = q->identity;
	} else {
		e->dst_ep = r->endpoint;
		e->src_id = q->identity;
	}
	e->ifindex = r->ifindex;
	e->cpu = bpf_get_smp_processor_id();
	e->rule[end] = q->rule;
	e->policy_verdict[end] = q->verdict;
	e->policy_match[end] = q->match;
	e->len = r->len;
	e->packets = 1;
	e->bytes = r->len;
}

static __always_inline void vib_tell_refused(const struct vib_refused *r,
					     const struct vib_policy_query *q, __u16 drop)
{
	__u64 now = bpf_ktime_get_ns();
	struct vib_flow_counts *counts;
	struct vib_flow_event *e;
	__u32 zero = 0;

	counts = bpf_map_lookup_elem(&vib_flow_counts, &zero);
	if (!counts)
		return;
	e = vib_flow_reserve(counts, VIB_FLOW_DROP, !vib_flow_drop_allowed(drop, now), 1);
	if (!e)
		return;
	vib_fill_refused(e, r, q, drop);
	e->time = now;
	bpf_ringbuf_submit(e, vib_flow_wake_up(counts));
}
#else
static __always_inline void vib_tell_refused(const struct vib_refused *r,
					     const struct vib_policy_query *q, __u16 drop)
{
	(void)r;
	(void)q;
	(void)drop;
}
#endif

#endif
