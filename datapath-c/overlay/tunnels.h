/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The overlay's own maps: ports, who may send us tunnels, counters. User space gets its records from
 * the BTF of these.
 */
#ifndef VIBRISSA_TUNNELS_H
#define VIBRISSA_TUNNELS_H

#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>
#include <vibrissa/export.h>

/* Index of a mode into the tables below. */
enum vib_tunnel {
	VIB_TUNNEL_VXLAN = 0,
	VIB_TUNNEL_GENEVE = 1,
	VIB_TUNNELS = 2,
};
VIB_EXPORT(enum, vib_tunnel);

/* vib_overlay_config.flags */
#define VIB_OVERLAY_SAME_FAMILY (1u << 0) /* kernel before 6.3: inner and outer must be alike */

/* The one element of vib_overlay_config. A field may be changed at any time. */
struct vib_overlay_config {
	__be16 port[VIB_TUNNELS];  /* UDP destination, sent and accepted; 0 = none accepted */
	__u32 flags;		   /* VIB_OVERLAY_* */
	__u32 vtep_vni;		   /* VNI spoken with foreign tunnel endpoints */
	__u32 device[VIB_TUNNELS]; /* the kernel's own, index; 0 = none. See vib_tunnel_by_device */
	__u32 reserved[3];
};
_Static_assert(sizeof(struct vib_overlay_config) == 32, "struct vib_overlay_config is 32 bytes");

/*
 * A tunnel's two ends as the outer header has them. The row with peer 0 says that `local` is
 * ours: asked only for a sender without a row, it tells a stranger from a packet in transit.
 */
struct vib_tunnel_peer_key {
	__u32 family; /* 4 or 6 */
	__be32 peer[4];
	__be32 local[4];
};
_Static_assert(sizeof(struct vib_tunnel_peer_key) == 36, "struct vib_tunnel_peer_key is 36 bytes");

struct vib_tunnel_peer {
	__u32 node;  /* its number, as in vib_nodes */
	__u32 flags; /* VIB_PEER_* */
};
_Static_assert(sizeof(struct vib_tunnel_peer) == 8, "struct vib_tunnel_peer is 8 bytes");

/* vib_tunnel_peer.flags */
#define VIB_PEER_VTEP (1u << 0) /* foreign: speaks vtep_vni, knows no identities */

/* Per CPU; a super-packet counts as one. Bytes are those of the inner packet from its IP header. */
struct vib_tunnel_count {
	__u64 tx_packets;
	__u64 tx_bytes;
	__u64 rx_packets;
	__u64 rx_bytes;
};
_Static_assert(sizeof(struct vib_tunnel_count) == 32, "struct vib_tunnel_count is 32 bytes");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct vib_overlay_config);
} vib_overlay_config SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct vib_tunnel_peer_key);
	__type(value, struct vib_tunnel_peer);
} vib_tunnel_peers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, VIB_TUNNELS);
	__type(key, __u32);
	__type(value, struct vib_tunnel_count);
} vib_tunnel_stats SEC(".maps");

#endif
