/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How a stage is written:
 *
 *   #include <vibrissa/stage.h>
 *
 *   VIB_STAGE(VIB_SLOT_VENDOR, my_counter, VIB_ON_EP | VIB_ON_DLV, VIB_CAP_CT, 0)
 *   {
 *           if (unwanted(m))
 *                   return VIB_DROP(ctx, m, VIB_DROP_POLICY_DENIED);
 *           return VIB_NEXT(ctx, m);
 *   }
 *   VIB_LICENSE("Dual BSD/GPL");
 *
 * The body sees ctx (struct __sk_buff *), s (struct vib_scratch *) and m (struct vib_meta *). It
 * must return one of
 *
 *   VIB_NEXT(ctx, m)            go on with the next occupied slot of the chain in force
 *   VIB_DROP(ctx, m, reason)    end here: counted, traced, dropped
 *   VIB_FINISH(ctx, m, action)  end here with a TC action; the flow is committed and traced
 *   VIB_CONSUME(ctx, m)         end here: the frame has been dealt with, it is no loss
 *   VIB_DELIVER(ctx, m)         enter the dlv chain (the receiver is a local endpoint)
 *
 * Bodies run with the slot and the chain mask as compile-time constants, so that every tail call
 * has a constant index and the JIT makes it a direct jump. One copy of the walk is emitted per
 * stage, after the body. Budget: the kernel allows 33 tail calls per packet.
 */
#ifndef VIBRISSA_STAGE_H
#define VIBRISSA_STAGE_H

#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>

#include "abi.h"
#include "drop.h"
#include "hint.h"
#include "maps.h"

#define VIB_LICENSE(text) char vib_license[] SEC("license") = text

/* What a stage's body answers to the walk that was compiled around it. */
enum vib_go {
	VIB_GO_NEXT = 0,
	VIB_GO_END = 1,
	VIB_GO_DELIVER = 2,
};

static __always_inline struct vib_scratch *vib_scratch_of_cpu(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&vib_scratch, &zero);
}

static __always_inline struct vib_config *vib_config_get(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&vib_config, &zero);
}

/* Packets whose steps are noted: sampled, synthetic, watched. */
#define VIB_F_OBSERVED (VIB_F_TIMED | VIB_F_TRACE | VIB_F_WATCHED)

/* One of them enters a stage: book the time of the one before it. */
static __always_inline void vib_observe(struct vib_scratch *s, struct vib_meta *m, __u32 slot)
{
	__u64 now = bpf_ktime_get_ns();
	__u32 chain = s->last_chain & (VIB_CHAINS - 1);
	__u32 prev = s->last_slot;

	if (vib_unlikely(m->flags & VIB_F_WATCHED)) {
		__u32 n = s->watched.count;

		if (n < VIB_TRACE_STEPS && slot < VIB_SLOTS) {
			s->watched.step[n].ns = now;
			s->watched.step[n].chain = m->chain;
			s->watched.step[n].slot = slot;
			s->watched.count = n + 1;
		}
	}
	if (m->flags & VIB_F_TRACE) {
		__u32 n = s->trace.count;

		if (slot < VIB_SLOTS)
			s->hits[m->chain & (VIB_CHAINS - 1)][slot & (VIB_SLOTS - 1)]--;
		if (n < VIB_TRACE_STEPS && slot < VIB_SLOTS) {
			s->trace.step[n].ns = now;
			s->trace.step[n].chain = m->chain;
			s->trace.step[n].slot = slot;
			s->trace.count = n + 1;
		}
	} else if (!(m->flags & VIB_F_TIMED)) {
		return;
	} else if (prev < VIB_SLOTS) {
		s->ns[chain][prev] += now - s->last_ns;
		s->ns_count[chain][prev]++;
	} else {
		s->root_ns[chain] += now - s->last_ns;
		s->root_count[chain]++;
	}
	s->last_chain = m->chain;
	s->last_slot = slot;
	s->last_ns = now;
}

/* The walk of an observed packet ends. */
static __always_inline void vib_observe_end(struct vib_scratch *s, struct vib_meta *m)
{
	vib_observe(s, m, VIB_SLOTS);
	if (m->flags & VIB_F_TRACE) {
		s->trace.end_ns = s->last_ns;
		s->trace.action = m->action;
		__builtin_memcpy(&s->trace.meta, m, sizeof(*m));
		s->trace.done = 1;
	}
}

static __always_inline struct vib_scratch *vib_enter(const __u32 slot)
{
	struct vib_scratch *s = vib_scratch_of_cpu();

	if (!s)
		return NULL;
	s->hits[s->meta.chain & (VIB_CHAINS - 1)][slot]++;
	if (vib_unlikely(s->meta.flags & VIB_F_OBSERVED))
		vib_observe(s, &s->meta, slot);
	return s;
}

/* Which way a packet of this chain goes, as the index of the drop counters. */
static __always_inline __u32 vib_direction_of(const struct vib_meta *m)
{
	return m->chain == VIB_CHAIN_EP ? VIB_EGRESS : VIB_INGRESS;
}

/* Has slot 28 tell of the packet, when that cause is asked for. */
static __always_inline void vib_note(struct vib_meta *m, const struct vib_config *config,
				     __u8 cause)
{
	cause &= config->flow_causes;
	if (cause) {
		m->causes |= cause;
		m->flags |= VIB_F_NOTABLE;
	}
}

/* Ends the packet's life: verdict, reason, counter. The trace slot still sees it. */
static __always_inline int vib_drop(struct vib_meta *m, __u16 reason)
{
	__u32 key = vib_direction_of(m) * VIB_DROP_REASONS + (reason & (VIB_DROP_REASONS - 1));
	struct vib_drop_count *count;

	m->verdict = VIB_VERDICT_DROPPED;
	m->reason = reason;
	m->action = TC_ACT_SHOT;
	m->causes |= VIB_CAUSE_DROP;
	m->flags |= VIB_F_NOTABLE;
	if (vib_unlikely(m->flags & VIB_F_TRACE))
		return VIB_GO_END;
	count = bpf_map_lookup_elem(&vib_drops, &key);
	if (count) {
		count->packets++;
		count->bytes += m->len;
	}
	return VIB_GO_END;
}

static __always_inline int vib_end(struct vib_meta *m, __s32 action, __u8 verdict)
{
	m->verdict = verdict;
	m->action = action;
	return VIB_GO_END;
}

#define VIB_NEXT(ctx, m)	   ((void)(ctx), (void)(m), VIB_GO_NEXT)
#define VIB_DROP(ctx, m, reason)   ((void)(ctx), vib_drop((m), (reason)))
#define VIB_FINISH(ctx, m, action) ((void)(ctx), vib_end((m), (action), VIB_VERDICT_FORWARDED))
#define VIB_CONSUME(ctx, m)	   ((void)(ctx), vib_end((m), TC_ACT_SHOT, VIB_VERDICT_CONSUMED))
#define VIB_DELIVER(ctx, m)	   ((void)(ctx), (void)(m), VIB_GO_DELIVER)

/*
 * A constant-index jump, which the JIT makes a direct one. As bpf_tail_call_static, but the map is an
 * immediate: a register less to save and restore at each jump.
 */
static __always_inline void vib_tail_call(struct __sk_buff *ctx, const void *map, const __u32 index)
{
	asm volatile("r1 = %[ctx]\n\t"
		     "r2 = %[map] ll\n\t"
		     "r3 = %[index]\n\t"
		     "call 12"
		     :
		     : [ctx] "r"(ctx), [map] "i"(map), [index] "i"(index)
		     : "r0", "r1", "r2", "r3", "r4", "r5");
}

/* Whether one of the slots of `mask` is occupied. Read anew each time: keeps no register. */
static __always_inline int vib_occupied(const __u32 *slots, const __u32 mask)
{
	return *(const volatile __u32 *)slots & mask;
}

/*
 * Jumps to a slot; when it is empty the next line follows. The test keeps an empty slot from counting
 * toward the 33 tail calls before Linux 6.12, and makes VIB_SKIP work.
 */
#define VIB_TRY(ctx, map, slots, n)                    \
	do {                                           \
		if (vib_occupied(slots, 1u << (n)))    \
			vib_tail_call(ctx, &(map), n); \
	} while (0)

/*
 * For a stage which knows that later ones have nothing to do with this packet: the walk passes them by.
 * Only for slots whose contract says who may skip them and when. A synthetic packet visits them all.
 */
static __always_inline void vib_skip(struct vib_scratch *s, const struct vib_meta *m, __u32 slots)
{
	if (vib_likely(!(m->flags & VIB_F_TRACE)))
		s->slots[m->chain & (VIB_CHAINS - 1)] &= ~slots;
}

/* The same for slots of dlv, which the packet may enter later. */
static __always_inline void vib_skip_in_dlv(struct vib_scratch *s, const struct vib_meta *m,
					    __u32 slots)
{
	if (vib_likely(!(m->flags & VIB_F_TRACE)))
		s->slots[VIB_CHAIN_DLV] &= ~slots;
}

/* COMMIT and TRACE end a walk and are no part of it. */
#define VIB_IN_WALK(n, first) ((n) >= (first) && (n) != VIB_SLOT_COMMIT && (n) != VIB_SLOT_TRACE)

#define VIB_TRY_IN_WALK(ctx, map, slots, first, n)   \
	do {                                         \
		if (VIB_IN_WALK(n, first))           \
			VIB_TRY(ctx, map, slots, n); \
	} while (0)

#define VIB_TRY_8(ctx, map, slots, first, n)                                    \
	do {                                                                    \
		const __u32 mask_ = (__u32)(~0ull << (first)) & (0xffu << (n)); \
                                                                                \
		if (!mask_ || !vib_occupied(slots, mask_))                      \
			break;                                                  \
		VIB_TRY_IN_WALK(ctx, map, slots, first, (n));                   \
		VIB_TRY_IN_WALK(ctx, map, slots, first, (n) + 1);               \
		VIB_TRY_IN_WALK(ctx, map, slots, first, (n) + 2);               \
		VIB_TRY_IN_WALK(ctx, map, slots, first, (n) + 3);               \
		VIB_TRY_IN_WALK(ctx, map, slots, first, (n) + 4);               \
		VIB_TRY_IN_WALK(ctx, map, slots, first, (n) + 5);               \
		VIB_TRY_IN_WALK(ctx, map, slots, first, (n) + 6);               \
		VIB_TRY_IN_WALK(ctx, map, slots, first, (n) + 7);               \
	} while (0)

/* The occupied slots first..31 of one chain; eight empty ones cost one test. */
#define VIB_WALK(ctx, map, slots, first)               \
	do {                                           \
		VIB_TRY_8(ctx, map, slots, first, 0);  \
		VIB_TRY_8(ctx, map, slots, first, 8);  \
		VIB_TRY_8(ctx, map, slots, first, 16); \
		VIB_TRY_8(ctx, map, slots, first, 24); \
	} while (0)

static __always_inline void vib_walk(struct __sk_buff *ctx, const struct vib_scratch *s,
				     const __u32 first, const __u32 mask)
{
	__u8 chain = s->meta.chain;

	if ((mask & VIB_ON_EP) && chain == VIB_CHAIN_EP)
		VIB_WALK(ctx, vib_chain_ep, &s->slots[VIB_CHAIN_EP], first);
	else if ((mask & VIB_ON_DLV) && chain == VIB_CHAIN_DLV)
		VIB_WALK(ctx, vib_chain_dlv, &s->slots[VIB_CHAIN_DLV], first);
	else if ((mask & VIB_ON_NET) && chain == VIB_CHAIN_NET)
		VIB_WALK(ctx, vib_chain_net, &s->slots[VIB_CHAIN_NET], first);
	else if ((mask & VIB_ON_HOST) && chain == VIB_CHAIN_HOST)
		VIB_WALK(ctx, vib_chain_host, &s->slots[VIB_CHAIN_HOST], first);
}

static __always_inline void vib_jump(struct __sk_buff *ctx, const struct vib_scratch *s,
				     const __u32 slot, const __u32 mask)
{
	__u8 chain = s->meta.chain;

	if ((mask & VIB_ON_EP) && chain == VIB_CHAIN_EP)
		VIB_TRY(ctx, vib_chain_ep, &s->slots[VIB_CHAIN_EP], slot);
	else if ((mask & VIB_ON_DLV) && chain == VIB_CHAIN_DLV)
		VIB_TRY(ctx, vib_chain_dlv, &s->slots[VIB_CHAIN_DLV], slot);
	else if ((mask & VIB_ON_NET) && chain == VIB_CHAIN_NET)
		VIB_TRY(ctx, vib_chain_net, &s->slots[VIB_CHAIN_NET], slot);
	else if ((mask & VIB_ON_HOST) && chain == VIB_CHAIN_HOST)
		VIB_TRY(ctx, vib_chain_host, &s->slots[VIB_CHAIN_HOST], slot);
}

static __always_inline int vib_pass_action(void)
{
	struct vib_config *config = vib_config_get();

	return config && (config->flags & VIB_CONFIG_COEXIST) ? TC_ACT_UNSPEC : TC_ACT_OK;
}

/*
 * Nothing is left in the chain: the terminal slot is empty or the tail-call budget is used up.
 * Closed where endpoints are concerned (a policy may not have run), open for the host's own.
 */
static __always_inline void vib_fall_off(struct vib_meta *m)
{
	if (m->chain == VIB_CHAIN_EP || m->chain == VIB_CHAIN_DLV)
		vib_drop(m, VIB_DROP_MISSED_TAIL_CALL);
	else
		vib_end(m, vib_pass_action(), VIB_VERDICT_FORWARDED);
}

/* Packets that slot 28 sees; synthetic ones only so that its stage can be tried. */
#define VIB_F_TOLD (VIB_F_NOTABLE | VIB_F_TRACE | VIB_F_WATCHED)

/*
 * Commit when the flow is new or its cached verdict stale, trace what is notable, return the stored
 * action. Packets of a flow that goes on as before have nothing of it, and pay for one test.
 */
static __always_inline int vib_finish(struct __sk_buff *ctx, struct vib_scratch *s,
				      struct vib_meta *m, const __u32 self, const __u32 mask)
{
	if (vib_likely(!(m->flags & (VIB_F_COMMIT | VIB_F_TOLD | VIB_F_OBSERVED))))
		return m->action;
	if (self != VIB_SLOT_TRACE) {
		if (self != VIB_SLOT_COMMIT && (m->flags & VIB_F_COMMIT) &&
		    m->verdict == VIB_VERDICT_FORWARDED)
			vib_jump(ctx, s, VIB_SLOT_COMMIT, mask);
		if ((m->flags & (VIB_F_NOTABLE | VIB_F_TRACE)) == VIB_F_NOTABLE)
			s->notable[m->chain & (VIB_CHAINS - 1)]++;
		if (m->flags & VIB_F_TOLD)
			vib_jump(ctx, s, VIB_SLOT_TRACE, mask);
	}
	if (vib_unlikely(m->flags & VIB_F_OBSERVED))
		vib_observe_end(s, m);
	return m->action;
}

static __always_inline void vib_enter_dlv(struct vib_scratch *s, struct vib_meta *m)
{
	m->chain = VIB_CHAIN_DLV;
	if (vib_likely(!(m->flags & VIB_F_TRACE))) {
		s->packets[VIB_CHAIN_DLV]++;
		s->bytes[VIB_CHAIN_DLV] += m->len;
	}
}

/* Carries out what a stage's body answered. */
static __always_inline int vib_leave(struct __sk_buff *ctx, struct vib_scratch *s, int go,
				     const __u32 first, const __u32 self, const __u32 mask)
{
	struct vib_meta *m = &s->meta;

	if (go == VIB_GO_END && self != VIB_SLOT_COMMIT && self != VIB_SLOT_TRACE)
		m->slot = self;
	if (go == VIB_GO_DELIVER) {
		vib_enter_dlv(s, m);
		VIB_WALK(ctx, vib_chain_dlv, &s->slots[VIB_CHAIN_DLV], VIB_DLV_FIRST);
		vib_fall_off(m);
	} else if (go == VIB_GO_NEXT) {
		if (self != VIB_SLOT_COMMIT && self != VIB_SLOT_TRACE) {
			vib_walk(ctx, s, first, mask);
			vib_fall_off(m);
		}
	}
	return vib_finish(ctx, s, m, self, mask | (go == VIB_GO_DELIVER ? VIB_ON_DLV : 0));
}

/*
 * Declares the program NAME for SLOT on the chains of CHAINS, and its contract record. The body
 * follows. NEEDS and PROVIDES are VIB_CAP_* masks.
 */
#define VIB_STAGE(SLOT, NAME, CHAINS, NEEDS, PROVIDES)                                        \
	static __always_inline int NAME##_body(struct __sk_buff *ctx, struct vib_scratch *s,  \
					       struct vib_meta *m);                           \
	const struct vib_contract NAME##_contract SEC(".vib.contract") = {                    \
		.abi = VIB_ABI,                                                               \
		.meta_size = sizeof(struct vib_meta),                                         \
		.slot = (SLOT),                                                               \
		.chains = (CHAINS),                                                           \
		.size = sizeof(struct vib_contract),                                          \
		.needs = (NEEDS),                                                             \
		.provides = (PROVIDES),                                                       \
		.program = #NAME,                                                             \
	};                                                                                    \
	_Static_assert((SLOT) < VIB_SLOTS, "slot out of range");                              \
	_Static_assert(sizeof(#NAME) <= sizeof(((struct vib_contract *)0)->program),          \
		       "stage name too long");                                                \
	SEC("tc") int NAME(struct __sk_buff *ctx)                                             \
	{                                                                                     \
		struct vib_scratch *s = vib_enter(SLOT);                                      \
                                                                                              \
		if (!s)                                                                       \
			return TC_ACT_SHOT;                                                   \
		return vib_leave(ctx, s, NAME##_body(ctx, s, &s->meta), (SLOT) + 1, (SLOT),   \
				 (CHAINS));                                                   \
	}                                                                                     \
	static __always_inline int NAME##_body(struct __sk_buff *ctx __attribute__((unused)), \
					       struct vib_scratch *s __attribute__((unused)), \
					       struct vib_meta *m __attribute__((unused)))

#endif
