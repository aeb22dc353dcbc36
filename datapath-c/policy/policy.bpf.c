// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Policy: whether the two ends of a flow may talk.
 *
 * Contract: slot 14, all chains, needs CT and IDENTITY; provides VERDICT. Each end that has a policy
 * here judges: in ep the sender (egress), in dlv the receiver (ingress); the host is an end (number
 * 0) of what it sends (host) and of what is for it (ep, net). What counts is the flow's first packet:
 * for a reply ends and directions change places. Conntrack lets the walk pass this slot by for
 * packets whose verdict it has recalled. Related ICMP errors pass.
 *
 * Drops: 133 no row allows it; 181 a row refuses it. With VIB_SET_AUDIT, or by the set's audit set,
 * the packet goes on and the record says what would have been. With VIB_SET_REJECT the sender is told:
 * the dropped frame leaves as the answer (TC_ACT_REDIRECT), the verdict stays a drop.
 *
 * Of a TCP connection whose beginning was not seen (the datapath came later) conntrack took the
 * side that spoke first for the one that began. Once both have spoken (VIB_F_EITHER) a refusal
 * counts only if the flow is refused the other way round as well; else its entry is turned.
 * Cost: 10 ns for an end without policy, else 40 ns hot, once per flow, generation and end.
 */
#include <vibrissa/parse.h>
#include <vibrissa/stage.h>

#include "reject.h"
#include "verdict.h"

/* One end of a flow, as a packet of the initiator's direction shows it. */
struct end {
	__u32 endpoint; /* whose policy */
	__u32 peer;	/* identity of the other end */
	__u32 direction;
};

struct ends {
	struct end end[2]; /* the ones to be judged, then who has judged already in ep or host */
	__u32 count;
	__u32 all;
};

/* What one end said. */
struct said {
	__u32 rule;
	__u8 verdict;
	__u8 match;
};

struct verdict {
	struct said toward; /* who receives the flow */
	struct said from;   /* who sends it */
	__u32 set;
	__u32 flags; /* of the set that refused */
};

static __always_inline void add(struct ends *ends, __u32 endpoint, __u32 peer, __u32 direction)
{
	struct end *end = &ends->end[ends->all++ & 1];

	end->endpoint = endpoint;
	end->peer = peer;
	end->direction = direction;
}

/* Who has a say in this chain. */
static __always_inline void gather(const struct vib_meta *m, struct ends *ends)
{
	ends->count = 0;
	ends->all = 0;
	if (m->chain == VIB_CHAIN_EP) {
		add(ends, m->ep_id, m->dst_id, VIB_EGRESS);
		if (m->dst_flags & VIB_IP_HOST)
			add(ends, VIB_POLICY_HOST, m->src_id, VIB_INGRESS);
		ends->count = ends->all;
	} else if (m->chain == VIB_CHAIN_DLV) {
		add(ends, m->dst_ep_id, m->src_id, VIB_INGRESS);
		ends->count = 1;
		if (m->origin == VIB_CHAIN_EP)
			add(ends, m->ep_id, m->dst_id, VIB_EGRESS);
		else if (m->origin == VIB_CHAIN_HOST && (m->src_flags & VIB_IP_HOST))
			add(ends, VIB_POLICY_HOST, m->dst_id, VIB_EGRESS);
	} else if (m->chain == VIB_CHAIN_HOST) {
		if (m->src_flags & VIB_IP_HOST)
			add(ends, VIB_POLICY_HOST, m->dst_id, VIB_EGRESS);
		ends->count = ends->all;
	} else {
		if ((m->dst_flags & (VIB_IP_HOST | VIB_IP_LOCAL)) == VIB_IP_HOST)
			add(ends, VIB_POLICY_HOST, m->src_id, VIB_INGRESS);
		ends->count = ends->all;
	}
}

static __always_inline void say(struct said *said, const struct vib_policy_query *q)
{
	said->rule = q->rule;
	said->verdict = q->verdict;
	said->match = q->match;
}

/* Asks the first `count` ends, the flow running in direction `dir`. True when one refuses. */
static __always_inline int refused(const struct vib_meta *m, const struct ends *ends, __u32 count,
				   __u8 dir, struct verdict *v)
{
	struct vib_policy_query q = {
		.proto = m->l4proto,
		.port = dir ? m->sport : m->dport,
	};
	__u32 i;

#pragma clang loop unroll(disable)
	for (i = 0; i < 2; i++) {
		__u32 d, flags;

		if (i >= count)
			break;
		q.set = vib_policy_set_of(ends->end[i].endpoint);
		if (!q.set)
			continue;
		d = (ends->end[i].direction ^ dir) & 1;
		q.identity = ends->end[i].peer;
		q.direction = d;
		flags = vib_policy_ask(&q);
		if (d)
			say(&v->from, &q);
		else
			say(&v->toward, &q);
		v->set = q.set;
		v->flags = flags;
		if (q.verdict == VIB_POLICY_UNMATCHED || q.verdict == VIB_POLICY_REFUSED)
			return q.verdict;
	}
	return 0;
}

/* What is said in ep stands when dlv says something of the other direction. */
static __always_inline void note(struct vib_meta *m, const struct said *said, const __u32 d)
{
	if (!said->verdict)
		return;
	m->policy_verdict[d] = said->verdict;
	m->policy_match[d] = said->match;
	m->policy_rule[d] = said->rule;
}

static __always_inline void note_all(struct vib_meta *m, const struct verdict *v)
{
	note(m, &v->toward, VIB_INGRESS);
	note(m, &v->from, VIB_EGRESS);
	if (v->set)
		m->policy_id = v->set;
}

static __always_inline int unjudged(const struct vib_meta *m)
{
	if (!m->family || m->ct_state == VIB_CT_RELATED || (m->flags & VIB_F_MASKED))
		return 1;
	if ((m->flags & (VIB_F_CACHED | VIB_F_TRACE)) == VIB_F_CACHED)
		return 1;
	/* a fragment of the host's without its first one */
	return m->ct_state == VIB_CT_NONE && (m->flags & (VIB_F_TO_HOST | VIB_F_UPLINK)) &&
	       !(m->flags & VIB_F_ICMP_ERR);
}

VIB_STAGE(VIB_SLOT_POLICY, vib_stage_policy, VIB_ON_ALL, VIB_CAP_CT | VIB_CAP_IDENTITY,
	  VIB_CAP_VERDICT)
{
	struct verdict v = {}, other = {};
	struct ends ends;
	__u8 dir = m->ct_dir & 1;
	int refusal;

	if (unjudged(m))
		return VIB_NEXT(ctx, m);
	/* by way of the stack: its own policy has been asked in ep, in an older generation perhaps */
	if (m->chain == VIB_CHAIN_HOST && (m->src_flags & VIB_IP_LOCAL))
		m->flags |= VIB_F_PARTIAL;
	gather(m, &ends);
	refusal = refused(m, &ends, ends.count, dir, &v);
	if (vib_likely(!refusal)) {
		note_all(m, &v);
		return VIB_NEXT(ctx, m);
	}
	if ((m->flags & (VIB_F_EITHER | VIB_F_TURNED)) == VIB_F_EITHER &&
	    !refused(m, &ends, ends.all, !dir, &other)) {
		m->flags |= VIB_F_TURNED;
		m->ct_dir = !dir;
		m->ct_state = dir ? VIB_CT_ESTABLISHED : VIB_CT_REPLY;
		note_all(m, &other);
		return VIB_NEXT(ctx, m);
	}
	note_all(m, &v);
	refusal = VIB_DROP(ctx, m,
			   refusal == VIB_POLICY_REFUSED ? VIB_DROP_POLICY_DENY
							 : VIB_DROP_POLICY_DENIED);
	if (v.flags & VIB_SET_REJECT)
		vib_reject(ctx, m);
	return refusal;
}

/*
 * For test runs only: answers the questions that the packet holds after VIB_PROBE_HEADER bytes, by the
 * same code as the stage. Returns how many it answered.
 */
SEC("tc") int vib_policy_probe(struct __sk_buff *ctx)
{
	struct vib_policy_query q;
	__u32 off = VIB_PROBE_HEADER;
	int i;

#pragma clang loop unroll(disable)
	for (i = 0; i < VIB_PROBE_QUERIES; i++) {
		if (bpf_skb_load_bytes(ctx, off, &q, sizeof(q)))
			return i;
		if (!q.set)
			q.set = vib_policy_set_of(q.endpoint);
		q.rule = 0;
		q.match = 0;
		q.verdict = VIB_POLICY_NONE;
		if (q.set)
			vib_policy_ask(&q);
		if (bpf_skb_store_bytes(ctx, off, &q, sizeof(q), 0))
			return i;
		off += sizeof(q);
	}
	return i;
}

VIB_LICENSE("Dual BSD/GPL");
