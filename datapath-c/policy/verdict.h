/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What policy says to one question. Shared by the stage, the probe and the programs of cgroups. */
#ifndef VIBRISSA_VERDICT_H
#define VIBRISSA_VERDICT_H

#include <vibrissa/abi.h>
#include <vibrissa/hint.h>

#include "policy.h"

_Static_assert(VIB_SET_INGRESS == 1u << 0 && VIB_SET_EGRESS == 1u << 1,
	       "a set's flag is the bit of the direction");

static __always_inline int vib_policy_is_refusal(__u8 verdict)
{
	return (verdict & ~VIB_POLICY_NOTED) >= VIB_POLICY_UNMATCHED;
}

/*
 * Two look-ups: the other end's identity, then any. A refusal in either wins, else a permission in
 * either, else the direction's default. Within one identity the longest prefix holds: user space
 * writes no permission below a refusal that covers it.
 */
static __always_inline void vib_policy_by_rows(__u32 set, __u32 flags, struct vib_policy_query *q)
{
	struct vib_policy_key key = {
		.prefixlen = VIB_POLICY_PORT,
		.set = set,
		.identity = q->identity,
		.direction = q->direction,
		.proto = q->proto,
		.port = q->port,
	};
	struct vib_policy_value *found = bpf_map_lookup_elem(&vib_policy, &key);

	if (key.identity && !(found && (found->flags & VIB_POLICY_DENY))) {
		struct vib_policy_value *any;

		key.identity = 0;
		any = bpf_map_lookup_elem(&vib_policy, &key);
		if (any && (!found || (any->flags & VIB_POLICY_DENY)))
			found = any;
	}
	if (found) {
		q->rule = found->rule;
		q->match = found->match;
		q->verdict =
			found->flags & VIB_POLICY_DENY ? VIB_POLICY_REFUSED : VIB_POLICY_ALLOWED;
		return;
	}
	q->rule = 0;
	q->match = 0;
	q->verdict = flags & (1u << (q->direction & 1)) ? VIB_POLICY_UNMATCHED : VIB_POLICY_ALLOWED;
}

/* A set that is in force but not there is no permission: both directions are closed. */
static __always_inline __u32 vib_policy_flags(__u32 set, __u32 *audit)
{
	struct vib_policy_set *found = bpf_map_lookup_elem(&vib_policy_sets, &set);

	*audit = found ? found->audit : 0;
	return found ? found->flags : VIB_SET_INGRESS | VIB_SET_EGRESS;
}

/* The set in force for an endpoint, 0 = none. */
static __always_inline __u32 vib_policy_set_of(__u32 endpoint)
{
	__u32 *set = bpf_map_lookup_elem(&vib_policy_of, &endpoint);

	return set ? *(volatile __u32 *)set : 0;
}

/* The words of vib_policy_decide: its question, but for set and identity, and its answer. */
#define VIB_QUESTION(direction, proto, port) \
	((__u32)(direction) << 24 | (__u32)(proto) << 16 | (__u32)(port))
#define VIB_ANSWER_RULE(a)    ((__u32)(a))
#define VIB_ANSWER_VERDICT(a) ((__u8)((a) >> 32))
#define VIB_ANSWER_MATCH(a)   ((__u8)((a) >> 40))
#define VIB_ANSWER_FLAGS(a)   ((__u8)((a) >> 48)) /* of the set */

/* A function of numbers alone, which the verifier so proves once, whoever calls it. */
__attribute__((noinline)) __u64 vib_policy_decide(__u32 set, __u32 identity, __u32 question)
{
	struct vib_policy_query q = {
		.identity = identity,
		.direction = question >> 24,
		.proto = question >> 16,
		.port = question,
	};
	__u32 audit, ignored;
	__u32 flags = vib_policy_flags(set, &audit);

	vib_policy_by_rows(set, flags, &q);
	if (vib_policy_is_refusal(q.verdict)) {
		if (flags & VIB_SET_AUDIT)
			q.verdict |= VIB_POLICY_NOTED;
	} else if (vib_unlikely(audit)) {
		struct vib_policy_query would = q;

		vib_policy_by_rows(audit, vib_policy_flags(audit, &ignored), &would);
		if (vib_policy_is_refusal(would.verdict)) {
			q.rule = would.rule;
			q.match = would.match;
			q.verdict = would.verdict | VIB_POLICY_NOTED;
		}
	}
	return q.rule | (__u64)q.verdict << 32 | (__u64)q.match << 40 | (__u64)(flags & 0xff) << 48;
}

/* Fills in the answer by the set q->set, which is not 0; returns the set's flags. */
static __always_inline __u32 vib_policy_ask(struct vib_policy_query *q)
{
	__u64 answer = vib_policy_decide(q->set, q->identity,
					 VIB_QUESTION(q->direction & 1, q->proto, q->port));

	q->rule = VIB_ANSWER_RULE(answer);
	q->verdict = VIB_ANSWER_VERDICT(answer);
	q->match = VIB_ANSWER_MATCH(answer);
	return VIB_ANSWER_FLAGS(answer);
}

#endif
