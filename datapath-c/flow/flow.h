/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The maps of flow events. They outlive programs, bundle and daemon. */
#ifndef VIBRISSA_FLOW_H
#define VIBRISSA_FLOW_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <vibrissa/drop.h>
#include <vibrissa/export.h>
#include <vibrissa/flow_event.h>
#include <vibrissa/watch.h>

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

/*
 * Two notes by turns: the older one still holds when the reader was killed between writing the newer
 * one and moving the ring's position. User space has it mapped.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct vib_flow_read);
} vib_flow_read SEC(".maps");

/* The ways of watched packets. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 18);
} vib_path_ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, VIB_WATCHES);
	__type(key, __u32);
	__type(value, struct vib_watch_count);
} vib_watch_counts SEC(".maps");

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

#endif
