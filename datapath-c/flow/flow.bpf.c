// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Flow: tells user space of packets that are notable.
 *
 * Contract: slot 28, all chains, at the end of a walk; needs nothing, provides TRACE. Returns the
 * action that stands. Conntrack, commit and who drops have marked the packet (VIB_F_NOTABLE) and said why
 * (vib_meta.causes); from that follow up to four events: what policy said of either direction, where
 * the packet came in (where each packet is told), and where it left or why it was dropped. Only the
 * last one carries counts: of its direction since that one's event before, to the packet, whatever
 * CPUs it runs on; a drop counts itself.
 *
 * Drops over the rate of their reason and CPU, and what finds no room in the ring, are counted in
 * vib_flow_counts and nowhere else; nobody waits. The reader looks by itself; it is woken only when
 * the ring fills. Nothing is told of synthetic packets. Cost: 130 ns an event, none for a packet
 * of a flow that goes on as before: it does not come here.
 */
#define VIB_USE_CONNTRACK
#define VIB_USE_PATHS
#define VIB_USE_WATCH
#include <vibrissa/conntrack.h>
#include <vibrissa/path.h>

#include "flow.h"
#include "watch_end.h"

/* Verdict events of Hubble. */
#define VIB_SAID_FORWARDED 1
#define VIB_SAID_DROPPED   2
#define VIB_SAID_AUDIT	   4

/* Hubble's traffic directions. */
#define VIB_TOWARD 1
#define VIB_FROM   2

/* What differs between the events of one packet. */
struct tale {
	__u8 kind;
	__u8 observation;
	__u8 flags;
	__u8 verdict;
	__u16 drop;
	__u8 direction;
	__u8 limited; /* only counted */
};

/* The same as a number, for a function which the verifier proves once. */
union told {
	struct tale tale;
	__u64 word;
};

/* Was it the sender's side of the flow where this packet's walk ended? As Hubble tells directions. */
static __always_inline __u8 direction_of(const struct vib_meta *m, int reply)
{
	int of_source = m->chain == VIB_CHAIN_EP || m->chain == VIB_CHAIN_HOST;

	return of_source != reply ? VIB_FROM : VIB_TOWARD;
}

static __always_inline __u8 entered_by(const struct vib_meta *m)
{
	if (m->origin == VIB_CHAIN_EP)
		return VIB_FLOW_FROM_ENDPOINT;
	if (m->origin == VIB_CHAIN_HOST)
		return VIB_FLOW_FROM_HOST;
	return m->flags & VIB_F_DECAPPED ? VIB_FLOW_FROM_OVERLAY : VIB_FLOW_FROM_NETWORK;
}

static __always_inline int in_tunnel(const struct vib_meta *m)
{
	return m->slot == VIB_SLOT_FORWARD_VXLAN || m->slot == VIB_SLOT_FORWARD_GENEVE;
}

static __always_inline __u8 left_by(const struct vib_meta *m)
{
	if (m->chain == VIB_CHAIN_DLV)
		return VIB_FLOW_TO_ENDPOINT;
	if (in_tunnel(m))
		return VIB_FLOW_TO_OVERLAY;
	if (m->slot == VIB_SLOT_FORWARD_NATIVE || m->slot == VIB_SLOT_FORWARD_VENDOR ||
	    m->chain == VIB_CHAIN_HOST)
		return VIB_FLOW_TO_NETWORK;
	return m->dst_flags & VIB_IP_HOST || m->flags & VIB_F_TO_HOST ? VIB_FLOW_TO_HOST
								      : VIB_FLOW_TO_STACK;
}

/* The difference to what was told, unless another CPU tells at the same time: that one has it then. */
static __always_inline __u64 untold(__u64 *told, const __u64 *count)
{
	__u64 before = *(volatile __u64 *)told;
	__u64 now = *(const volatile __u64 *)count;

	return __sync_val_compare_and_swap(told, before, now) == before ? now - before : 0;
}

/* Of this direction since its event before. */
struct since {
	__u64 packets;
	__u64 bytes;
};

static __always_inline struct since count_since(const struct vib_meta *m)
{
	struct since since = {.packets = 1, .bytes = m->len};
	struct vib_tuple t = vib_tuple_of(m);
	struct vib_ct_entry *e;
	int second;

	if (m->verdict != VIB_VERDICT_FORWARDED || !m->family || m->ct_state == VIB_CT_NONE ||
	    m->ct_state == VIB_CT_RELATED)
		return since;
	e = vib_ct_find(&t, &second);
	if (!e)
		return since;
	if (m->ct_dir) {
		since.packets = untold(&e->told_packets[1], &e->packets[1]);
		since.bytes = untold(&e->told_bytes[1], &e->bytes[1]);
	} else {
		since.packets = untold(&e->told_packets[0], &e->packets[0]);
		since.bytes = untold(&e->told_bytes[0], &e->bytes[0]);
	}
	return since;
}

static __always_inline void tell_tunnel(struct vib_flow_event *e, const struct vib_meta *m)
{
	struct vib_node *node;

	if (m->flags & VIB_F_DECAPPED) {
		e->tunnel_protocol =
			m->tunnel == VIB_SLOT_DECAP_VXLAN ? VIB_FLOW_VXLAN : VIB_FLOW_GENEVE;
		__builtin_memcpy(e->tunnel_peer, m->tunnel_ep, sizeof(e->tunnel_peer));
		/* no tunnel comes from an IPv6 address that ends in twelve zeros */
		e->tunnel_family = m->tunnel_ep[1] | m->tunnel_ep[2] | m->tunnel_ep[3] ? 6 : 4;
	} else if (in_tunnel(m)) {
		e->tunnel_protocol =
			m->slot == VIB_SLOT_FORWARD_VXLAN ? VIB_FLOW_VXLAN : VIB_FLOW_GENEVE;
		node = vib_node_of(m);
		if (!node)
			return;
		__builtin_memcpy(e->tunnel_peer, node->addr, sizeof(e->tunnel_peer));
		e->tunnel_family = node->family;
	} else {
		return;
	}
	e->tunnel_vni = m->tunnel_vni;
}

/* MACs of the packet's own frame: not of a tunnel's, nor of the answer that was written over it. */
static __always_inline void tell_macs(struct __sk_buff *ctx, struct vib_flow_event *e,
				      const struct vib_meta *m)
{
	if (in_tunnel(m) || (m->verdict == VIB_VERDICT_DROPPED && m->action == TC_ACT_REDIRECT))
		return;
	bpf_skb_load_bytes(ctx, 0, e->dmac, sizeof(e->dmac));
	bpf_skb_load_bytes(ctx, ETH_ALEN, e->smac, sizeof(e->smac));
}

/* The ring's memory is not cleared: every field is written. */
static __always_inline void fill(struct __sk_buff *ctx, struct vib_flow_event *e,
				 const struct vib_meta *m, const struct tale *tale)
{
	__builtin_memset(e, 0, sizeof(*e));
	e->version = VIB_FLOW_VERSION;
	e->size = sizeof(*e);
	e->kind = tale->kind;
	e->causes = m->causes;
	e->verdict = tale->verdict;
	e->family = m->family;
	e->protocol = m->l4proto;
	e->observation = tale->observation;
	e->reason = m->ct_state;
	e->flags = tale->flags;
	e->drop = tale->drop;
	e->chain = m->chain;
	e->slot = m->slot;
	__builtin_memcpy(e->saddr, m->saddr, sizeof(e->saddr));
	__builtin_memcpy(e->daddr, m->daddr, sizeof(e->daddr));
	if (vib_has_ports(m->l4proto)) {
		e->sport = m->sport;
		e->dport = m->dport;
	}
	e->tcp_flags = m->tcp_flags;
	e->icmp_type = m->icmp_type;
	e->icmp_code = m->icmp_code;
	e->direction = tale->direction;
	e->src_id = m->src_id;
	e->dst_id = m->dst_id;
	e->src_ep = m->ep_id;
	e->dst_ep = m->dst_ep_id;
	e->ifindex = m->ifindex;
	e->out_ifindex = m->out_ifindex;
	tell_macs(ctx, e, m);
	tell_tunnel(e, m);
	e->cpu = bpf_get_smp_processor_id();
	e->group = m->group;
	e->rule[0] = m->policy_rule[0];
	e->rule[1] = m->policy_rule[1];
	e->policy_verdict[0] = m->policy_verdict[0];
	e->policy_verdict[1] = m->policy_verdict[1];
	e->policy_match[0] = m->policy_match[0];
	e->policy_match[1] = m->policy_match[1];
	e->len = m->len;
}

/* Counts an event, and writes it if it may be. */
__attribute__((noinline)) int vib_flow_tell(struct __sk_buff *ctx, __u64 word, __u64 now,
					    __u64 packets, __u64 bytes)
{
	union told told = {.word = word};
	struct vib_scratch *s = vib_scratch_of_cpu();
	struct vib_flow_counts *counts;
	struct vib_flow_event *e;
	__u32 zero = 0;

	counts = bpf_map_lookup_elem(&vib_flow_counts, &zero);
	if (!s || !counts)
		return 0;
	e = vib_flow_reserve(counts, told.tale.kind, told.tale.limited, 0);
	if (!e)
		return 0;
	fill(ctx, e, &s->meta, &told.tale);
	e->time = now;
	e->packets = packets;
	e->bytes = bytes;
	bpf_ringbuf_submit(e, vib_flow_wake_up(counts));
	return 1;
}

/* What the policy of one end said, unless it was not asked or nothing is enforced. */
static __always_inline void tell_verdict(struct __sk_buff *ctx, const struct vib_meta *m,
					 const __u32 d, struct tale tale, __u64 now)
{
	__u8 said = m->policy_verdict[d] & ~VIB_POLICY_NOTED;

	if (!said || (said == VIB_POLICY_ALLOWED && !m->policy_rule[d]))
		return;
	tale.kind = VIB_FLOW_VERDICT;
	tale.verdict = VIB_SAID_FORWARDED;
	tale.direction = d == VIB_INGRESS ? VIB_TOWARD : VIB_FROM;
	if (d == VIB_INGRESS)
		tale.flags |= VIB_FLOW_INGRESS;
	if (said != VIB_POLICY_ALLOWED) {
		tale.verdict =
			m->policy_verdict[d] & VIB_POLICY_NOTED ? VIB_SAID_AUDIT : VIB_SAID_DROPPED;
		tale.drop =
			said == VIB_POLICY_REFUSED ? VIB_DROP_POLICY_DENY : VIB_DROP_POLICY_DENIED;
	}
	vib_flow_tell(ctx, ((union told){.tale = tale}).word, now, 0, 0);
}

/* Of each packet, when all are told: where it came in. */
static __always_inline void tell_entry(struct __sk_buff *ctx, const struct vib_meta *m, int reply,
				       struct tale tale, __u64 now)
{
	tale.kind = VIB_FLOW_TRACE;
	tale.observation = entered_by(m);
	tale.verdict = VIB_SAID_FORWARDED;
	tale.direction = (m->origin == VIB_CHAIN_NET) != reply ? VIB_TOWARD : VIB_FROM;
	vib_flow_tell(ctx, ((union told){.tale = tale}).word, now, 0, 0);
}

/* Where it left, or why it did not. */
static __always_inline void tell_end(struct __sk_buff *ctx, const struct vib_meta *m, int reply,
				     struct tale tale, __u64 now)
{
	struct since since = count_since(m);

	if (m->verdict == VIB_VERDICT_DROPPED) {
		tale.kind = VIB_FLOW_DROP;
		tale.verdict = VIB_SAID_DROPPED;
		tale.drop = m->reason;
		tale.direction = direction_of(m, 0);
	} else {
		tale.kind = VIB_FLOW_TRACE;
		tale.observation = left_by(m);
		tale.verdict = VIB_SAID_FORWARDED;
		tale.direction = direction_of(m, reply);
	}
	vib_flow_tell(ctx, ((union told){.tale = tale}).word, now, since.packets, since.bytes);
}

/* Has the rate of a dropped packet's reason room for it? */
static __always_inline int allowed(const struct vib_meta *m, __u64 now)
{
	return m->verdict != VIB_VERDICT_DROPPED || vib_flow_drop_allowed(m->reason, now);
}

/* Did policy judge this packet as the first of its flow, with another answer, or against it? */
static __always_inline int judged(const struct vib_meta *m)
{
	return (m->causes & (VIB_CAUSE_START | VIB_CAUSE_VERDICT)) ||
	       (m->verdict == VIB_VERDICT_DROPPED &&
		(m->reason == VIB_DROP_POLICY_DENIED || m->reason == VIB_DROP_POLICY_DENY));
}

static __always_inline void tell_all(struct __sk_buff *ctx, const struct vib_meta *m,
				     const struct vib_config *config)
{
	int reply = m->ct_state == VIB_CT_REPLY || (m->ct_state == VIB_CT_RELATED && m->ct_dir);
	__u64 now = bpf_ktime_get_ns();
	struct tale tale = {
		.flags = reply ? VIB_FLOW_REPLY : 0,
		.limited = !allowed(m, now),
	};

	if (judged(m)) {
		tell_verdict(ctx, m, VIB_EGRESS, tale, now);
		tell_verdict(ctx, m, VIB_INGRESS, tale, now);
	}
	if ((m->causes & VIB_CAUSE_PACKET) && config->flow_entry)
		tell_entry(ctx, m, reply, tale, now);
	tell_end(ctx, m, reply, tale, now);
}

VIB_STAGE(VIB_SLOT_TRACE, vib_stage_flow, VIB_ON_ALL, 0, VIB_CAP_TRACE)
{
	struct vib_config *config = vib_config_get();
	struct vib_flow_counts *counts;
	__u32 zero = 0;

	if (m->flags & VIB_F_TRACE)
		return VIB_GO_END;
	counts = bpf_map_lookup_elem(&vib_flow_counts, &zero);
	if (config && counts && (m->flags & VIB_F_NOTABLE)) {
		counts->seen++;
		if (m->verdict != VIB_VERDICT_CONSUMED)
			tell_all(ctx, m, config);
	}
	if (vib_unlikely(m->flags & VIB_F_WATCHED))
		vib_end_watched(s, m);
	return VIB_GO_END;
}

VIB_LICENSE("Dual BSD/GPL");
