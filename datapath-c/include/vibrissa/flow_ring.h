/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The ring of flow events and its books, for whoever writes events: the trace stage, and programs that
 * refuse packets beside the chains. The maps belong to the flow bundle, which grants them; they outlive
 * programs, bundle and daemon.
 */
#ifndef VIBRISSA_FLOW_RING_H
#define VIBRISSA_FLOW_RING_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "drop.h"
#include "flow_event.h"
#include "hint.h"

/* Every how many events of a CPU it looks whether the ring fills. A power of two. */
#define VIB_FLOW_LOOK 64

/* Its size is a default: user space chooses. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 23);
} vib_flow_ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct vib_flow_counts);
} vib_flow_counts SEC(".maps");

/* The one element: settings of user space, which may change at any time. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct vib_flow_settings);
} vib_flow_settings SEC(".maps");

/* By drop reason: CLOCK_MONOTONIC before which the rate allows no event. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, VIB_DROP_REASONS);
	__type(key, __u32);
	__type(value, __u64);
} vib_flow_limits SEC(".maps");

/* One more event now, `cost` ns apart, with up to `window` ns of them in a row? */
static __always_inline int vib_flow_allows(__u64 *next, __u64 now, __u64 cost, __u64 window)
{
	__u64 from = now > window ? now - window : 0;

	if (*next < from)
		*next = from;
	if (*next > now)
		return 0;
	*next += cost;
	return 1;
}

/* Has the rate of a drop's reason room for one more event? */
static __always_inline int vib_flow_drop_allowed(__u32 drop, __u64 now)
{
	__u32 reason = drop & (VIB_DROP_REASONS - 1), zero = 0;
	struct vib_flow_settings *settings = bpf_map_lookup_elem(&vib_flow_settings, &zero);
	__u64 *next = bpf_map_lookup_elem(&vib_flow_limits, &reason);

	return !settings || !next || !settings->drop_cost ||
	       vib_flow_allows(next, now, settings->drop_cost, settings->drop_window);
}

/*
 * A program in a process' context may be interrupted by one that counts the same; the latter, with
 * softirqs off, may not.
 */
static __always_inline void vib_flow_add(__u64 *count, const int interruptible)
{
	if (interruptible)
		__sync_fetch_and_add(count, 1);
	else
		*count += 1;
}

static __always_inline void vib_flow_count(struct vib_flow_counts *counts, __u8 kind,
					   const int interruptible)
{
	vib_flow_add(&counts->produced, interruptible);
	if (kind == VIB_FLOW_TRACE)
		vib_flow_add(&counts->traces, interruptible);
	else if (kind == VIB_FLOW_DROP)
		vib_flow_add(&counts->drops, interruptible);
	else
		vib_flow_add(&counts->verdicts, interruptible);
}

/* The reader comes by itself, unless the ring is half full before it does. */
static __always_inline __u64 vib_flow_wake_up(const struct vib_flow_counts *counts)
{
	if (counts->produced & (VIB_FLOW_LOOK - 1))
		return BPF_RB_NO_WAKEUP;
	return bpf_ringbuf_query(&vib_flow_ring, BPF_RB_AVAIL_DATA) * 2 >
			       bpf_ringbuf_query(&vib_flow_ring, BPF_RB_RING_SIZE)
		       ? BPF_RB_FORCE_WAKEUP
		       : BPF_RB_NO_WAKEUP;
}

/* Counts an event of this kind; room for it, which is to be submitted, unless it may not be written. */
static __always_inline struct vib_flow_event *
vib_flow_reserve(struct vib_flow_counts *counts, __u8 kind, int limited, const int interruptible)
{
	struct vib_flow_event *e;

	vib_flow_count(counts, kind, interruptible);
	if (vib_unlikely(limited)) {
		vib_flow_add(&counts->lost_limited, interruptible);
		return NULL;
	}
	e = bpf_ringbuf_reserve(&vib_flow_ring, sizeof(*e), 0);
	if (vib_unlikely(!e))
		vib_flow_add(&counts->lost_full, interruptible);
	return e;
}

#endif
