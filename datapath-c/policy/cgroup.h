/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Endpoints which are cgroups: processes of the host with the host's addresses. Their packets are
 * judged at their sockets, by a table of flows of their own. User space gets its records from the BTF
 * of these.
 */
#ifndef VIBRISSA_CGROUP_H
#define VIBRISSA_CGROUP_H

#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

/* Of a cgroup's id, which is the number of its folder's inode. */
struct vib_cgroup {
	__u32 endpoint;
};
_Static_assert(sizeof(struct vib_cgroup) == 4, "struct vib_cgroup is 4 bytes");

/* The cgroup's own address does not count: who sends without one (sendmsg) is to find its flow. */
struct vib_cgroup_flow_key {
	__u32 endpoint;
	__be32 remote[4];
	__be16 local_port;
	__be16 remote_port;
	__u8 family; /* 4 or 6 */
	__u8 proto;
	__u8 pad[2];
};
_Static_assert(sizeof(struct vib_cgroup_flow_key) == 28, "struct vib_cgroup_flow_key is 28 bytes");

/* vib_cgroup_flow.flags */
#define VIB_CGROUP_GUESS (1u << 0) /* TCP whose SYN was not seen */

struct vib_cgroup_flow {
	__u64 expires;	/* jiffies64 */
	__u32 gen;	/* generation in which it was let through */
	__u8 direction; /* enum vib_direction of its first packet */
	__u8 flags;
	__u8 pad[2];
};
_Static_assert(sizeof(struct vib_cgroup_flow) == 16, "struct vib_cgroup_flow is 16 bytes");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u64);
	__type(value, struct vib_cgroup);
} vib_cgroups SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, struct vib_cgroup_flow_key);
	__type(value, struct vib_cgroup_flow);
} vib_cgroup_flows SEC(".maps");

/* Levels above a process's own cgroup in which its endpoint is sought. */
#define VIB_CGROUP_LEVELS 12

static __always_inline __u32 vib_cgroup_endpoint(__u64 id)
{
	struct vib_cgroup *found = bpf_map_lookup_elem(&vib_cgroups, &id);

	return found ? found->endpoint : 0;
}

#endif
