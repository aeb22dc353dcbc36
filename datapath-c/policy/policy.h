/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The policy's own maps: which rows are in force for an endpoint, and the rows. User space gets its
 * records from the BTF of these; how they are read is in verdict.h.
 */
#ifndef VIBRISSA_POLICY_H
#define VIBRISSA_POLICY_H

#include <linux/types.h>

/* The host itself, in the place of an endpoint's number. */
#define VIB_POLICY_HOST 0

#define VIB_POLICY_ENDPOINTS 65536

/* vib_policy_set.flags */
#define VIB_SET_INGRESS (1u << 0) /* toward the endpoint only what a row allows */
#define VIB_SET_EGRESS	(1u << 1) /* from the endpoint only what a row allows */
#define VIB_SET_REJECT	(1u << 2) /* tell the sender of what is refused */
#define VIB_SET_AUDIT	(1u << 3) /* refuse nothing, note what would have been */

/* A set of rows, which several endpoints may share. */
struct vib_policy_set {
	__u32 flags; /* VIB_SET_* */
	__u32 audit; /* set judged beside this one: what it refuses is noted; 0 = none */
};
_Static_assert(sizeof(struct vib_policy_set) == 8, "struct vib_policy_set is 8 bytes");

/* Bits of a key up to and with each part, for its prefixlen. */
#define VIB_POLICY_ANY_PROTO 72
#define VIB_POLICY_ANY_PORT  80
#define VIB_POLICY_PORT	     96

/*
 * A row. From `set` on it is a prefix: identity and direction always count, then the protocol, then
 * leading bits of the port. The port is the flow's destination port; for ICMP the type of its first
 * packet; 0 for what has neither.
 */
struct vib_policy_key {
	__u32 prefixlen;
	__u32 set;
	__u32 identity; /* of the other end, 0 = any */
	__u8 direction; /* enum vib_direction, of the flow's first packet as the endpoint sees it */
	__u8 proto;	/* IP protocol */
	__be16 port;
};
_Static_assert(sizeof(struct vib_policy_key) == 16, "struct vib_policy_key is 16 bytes");

/* vib_policy_value.flags */
#define VIB_POLICY_DENY (1u << 0)

struct vib_policy_value {
	__u32 rule; /* user space's number of the rule that the row is made of */
	__u8 flags; /* VIB_POLICY_DENY */
	__u8 match; /* how much of the key the rule named: Hubble's policy match type */
	__u8 pad[2];
};
_Static_assert(sizeof(struct vib_policy_value) == 8, "struct vib_policy_value is 8 bytes");

/*
 * One question to vib_policy_probe, and its answer. The packet of a test run is 16 bytes of anything
 * and then an array of these, at most VIB_PROBE_QUERIES.
 */
struct vib_policy_query {
	__u32 endpoint; /* whose policy; counts when set is 0 */
	__u32 set;
	__u32 identity; /* of the other end */
	__u8 direction; /* enum vib_direction */
	__u8 proto;
	__be16 port;
	__u32 rule;   /* answer: of the row that decided, 0 = no row did */
	__u8 verdict; /* answer: enum vib_policy_verdict, with VIB_POLICY_NOTED */
	__u8 match;   /* answer: of the row */
	__u8 pad[2];
};
_Static_assert(sizeof(struct vib_policy_query) == 24, "struct vib_policy_query is 24 bytes");

/* Answers to who sends what is refused (VIB_SET_REJECT), by CPU. */
struct vib_policy_rejects {
	__u64 sent;
	__u64 limited; /* not sent, for being too many */
	__u64 since;   /* jiffies64: begin of the second in which burst counts */
	__u64 burst;
};
_Static_assert(sizeof(struct vib_policy_rejects) == 32, "struct vib_policy_rejects is 32 bytes");

/* On each CPU. */
#define VIB_REJECTS_PER_SECOND 1000

#define VIB_PROBE_HEADER  16
#define VIB_PROBE_QUERIES 128

#ifdef __bpf__
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <vibrissa/export.h>

VIB_EXPORT(struct, vib_policy_query);

/*
 * The number of the set in force by endpoint id, 0 = nothing is enforced. One aligned word, so an
 * endpoint's whole policy changes at once.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, VIB_POLICY_ENDPOINTS);
	__type(key, __u32);
	__type(value, __u32);
} vib_policy_of SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 131072);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u32);
	__type(value, struct vib_policy_set);
} vib_policy_sets SEC(".maps");

/* Its size is a default: user space chooses by the machine's memory. */
struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 65536);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct vib_policy_key);
	__type(value, struct vib_policy_value);
} vib_policy SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct vib_policy_rejects);
} vib_policy_rejects SEC(".maps");
#endif

#endif
