/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the datapath tells of a flow: one record of the ring buffer vib_flow_ring.
 *
 * Rule of change: fields are appended, and the size grows by them; a reader takes what it knows of
 * a record. A change that moves a field is another VIB_FLOW_VERSION, which readers of this one
 * count and leave out. Both halfwords are first and never move.
 */
#ifndef VIBRISSA_FLOW_EVENT_H
#define VIBRISSA_FLOW_EVENT_H

#include <linux/types.h>

#define VIB_FLOW_VERSION 1

/* vib_flow_event.kind, Hubble's monitor types. */
enum vib_flow_kind {
	VIB_FLOW_DROP = 1,
	VIB_FLOW_TRACE = 4,
	VIB_FLOW_VERDICT = 5,
};

/* vib_flow_event.observation, Hubble's trace observation points. */
enum vib_flow_point {
	VIB_FLOW_TO_HOST = 2,
	VIB_FLOW_TO_STACK = 3,
	VIB_FLOW_TO_OVERLAY = 4,
	VIB_FLOW_FROM_ENDPOINT = 5,
	VIB_FLOW_FROM_HOST = 7,
	VIB_FLOW_FROM_OVERLAY = 9,
	VIB_FLOW_FROM_NETWORK = 10,
	VIB_FLOW_TO_NETWORK = 11,
	VIB_FLOW_TO_ENDPOINT = 101,
};

/* vib_flow_event.flags */
#define VIB_FLOW_REPLY	 (1u << 0) /* from the flow's receiver to who began it */
#define VIB_FLOW_INGRESS (1u << 1) /* VERDICT: of the receiver's policy, not the sender's */
#define VIB_FLOW_SOCKET	 (1u << 2) /* seen at a socket of a cgroup: there was no frame */

/* vib_flow_event.tunnel_protocol, Hubble's numbers. */
#define VIB_FLOW_VXLAN	1
#define VIB_FLOW_GENEVE 2

/* Source and destination are those of the packet, not of the flow. 160 bytes. */
struct vib_flow_event {
	__u16 version; /* VIB_FLOW_VERSION */
	__u16 size;    /* of this record as the program knows it */
	__u8 kind;     /* enum vib_flow_kind */
	__u8 causes;   /* enum vib_cause, a bit each */
	__u8 verdict;  /* Hubble's: 1 forwarded, 2 dropped, 4 audit */
	__u8 family;   /* 4, 6, or 0 when the frame carries no IP */
	__u64 time;    /* CLOCK_MONOTONIC, ns */
	__u8 protocol;
	__u8 observation; /* enum vib_flow_point, 0 when not TRACE */
	__u8 reason;	  /* Hubble's trace reason: enum vib_ct_state */
	__u8 flags;	  /* VIB_FLOW_REPLY and its like */
	__u16 drop;	  /* enum vib_drop_reason */
	__u8 chain;	  /* enum vib_chain in force at the end */
	__u8 slot;	  /* stage that ended the walk, VIB_SLOTS = the root */
	__be32 saddr[4];  /* IPv4 in [0], the rest 0 */
	__be32 daddr[4];
	__be16 sport; /* 0 without ports */
	__be16 dport;
	__u8 tcp_flags;
	__u8 icmp_type;
	__u8 icmp_code;
	__u8 direction; /* Hubble's: 1 ingress, 2 egress, 0 unknown */
	__u32 src_id;
	__u32 dst_id;
	__u32 src_ep; /* local endpoints, 0 = none */
	__u32 dst_ep;
	__u32 ifindex;
	__u32 out_ifindex;
	__u8 smac[6]; /* 0 when the frame is not the packet's own any more */
	__u8 dmac[6];
	__u32 tunnel_vni;
	__be32 tunnel_peer[4]; /* the tunnel's other end */
	__u8 tunnel_protocol;
	__u8 tunnel_family; /* of tunnel_peer */
	__u16 cpu;
	__u32 group;
	__u32 rule[2]; /* by enum vib_direction, user space's numbers */
	__u8 policy_verdict[2];
	__u8 policy_match[2];
	__u32 len;     /* of this frame */
	__u64 packets; /* of this direction since its event before, this one included */
	__u64 bytes;
};
_Static_assert(sizeof(struct vib_flow_event) == 160, "struct vib_flow_event is 160 bytes");

/* Per CPU value of vib_flow_counts: what became of each event. They only grow. */
struct vib_flow_counts {
	__u64 produced;	    /* events that were to be written */
	__u64 lost_full;    /* no room in the ring */
	__u64 lost_limited; /* drops over the rate limit */
	__u64 traces;	    /* of the produced ones, by kind */
	__u64 drops;
	__u64 verdicts;
	__u64 seen; /* notable packets that came to the stage */
};
_Static_assert(sizeof(struct vib_flow_counts) == 56, "struct vib_flow_counts is 56 bytes");

/* The one element of vib_flow_settings. */
struct vib_flow_settings {
	__u64 drop_cost;   /* ns between two drop events of one reason and CPU; 0 = no limit */
	__u64 drop_window; /* ns worth of them that may come in a row */
	__u64 began;	   /* notable packets before these counts began: user space's note */
};
_Static_assert(sizeof(struct vib_flow_settings) == 24, "struct vib_flow_settings is 24 bytes");

/* Where a reader got to: what was read is known even after it was killed. */
struct vib_flow_read {
	__u64 position;	 /* the ring's consumer position at which the rest is true */
	__u64 delivered; /* events given to the log */
	__u64 unknown;	 /* records of another version */
	__u64 malformed; /* records that are none */
};
_Static_assert(sizeof(struct vib_flow_read) == 32, "struct vib_flow_read is 32 bytes");

#endif
