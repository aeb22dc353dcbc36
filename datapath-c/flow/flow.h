/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The maps of flow events. They outlive programs, bundle and daemon. */
#ifndef VIBRISSA_FLOW_H
#define VIBRISSA_FLOW_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <vibrissa/export.h>
#include <vibrissa/flow_event.h>

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

/*
 * Two notes by turns: the older one still holds when the reader was killed between writing the newer
 * one and moving the ring's position.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct vib_flow_read);
} vib_flow_read SEC(".maps");

#endif
