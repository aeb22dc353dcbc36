/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The maps that the trace stage alone has. They outlive programs, bundle and daemon. */
#ifndef VIBRISSA_FLOW_H
#define VIBRISSA_FLOW_H

#include <vibrissa/export.h>
#include <vibrissa/flow_ring.h>
#include <vibrissa/watch.h>

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

#endif
