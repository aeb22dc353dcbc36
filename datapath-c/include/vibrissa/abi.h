/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The shapes which every program of one host's datapath shares: chains, slots, the per-packet
 * record and the per-CPU scratch it lives in. Nothing here is code; a program in another
 * language can read these layouts from any object's BTF.
 *
 * Rule of change: fields are appended into the reserved words of struct vib_meta and never
 * moved. A change which moves a field is another VIB_ABI, and the loader refuses to mix two.
 */
#ifndef VIBRISSA_ABI_H
#define VIBRISSA_ABI_H

#include <linux/types.h>

#define VIB_ABI 1

/* A chain is one walk through the slots of one PROG_ARRAY. */
enum vib_chain {
	VIB_CHAIN_EP = 0,   /* from a local endpoint */
	VIB_CHAIN_DLV = 1,  /* toward a local endpoint, entered from the other three */
	VIB_CHAIN_NET = 2,  /* from the underlay */
	VIB_CHAIN_HOST = 3, /* from the host's own stack, at vib_host egress */
	VIB_CHAINS = 4,
};

/* Chain masks, for the contract record of a stage. */
#define VIB_ON_EP   (1u << VIB_CHAIN_EP)
#define VIB_ON_DLV  (1u << VIB_CHAIN_DLV)
#define VIB_ON_NET  (1u << VIB_CHAIN_NET)
#define VIB_ON_HOST (1u << VIB_CHAIN_HOST)
#define VIB_ON_ALL  (VIB_ON_EP | VIB_ON_DLV | VIB_ON_NET | VIB_ON_HOST)

/*
 * Slots run in rising order. COMMIT and TRACE are no part of the walk: they run once, when a
 * stage ends the walk (VIB_FINISH, VIB_DROP). Numbers without a name are free for vendors.
 */
enum vib_slot {
	VIB_SLOT_GUARD = 0,
	VIB_SLOT_PREFILTER = 1,
	VIB_SLOT_DECAP_VXLAN = 3,
	VIB_SLOT_DECAP_GENEVE = 4,
	VIB_SLOT_DECAP_VENDOR = 5,
	VIB_SLOT_CONNTRACK = 8,
	VIB_SLOT_LB = 10,
	VIB_SLOT_IPCACHE = 13,
	VIB_SLOT_POLICY = 14,
	VIB_SLOT_VENDOR = 17,
	VIB_SLOT_FORWARD_VXLAN = 20,
	VIB_SLOT_FORWARD_GENEVE = 21,
	VIB_SLOT_FORWARD_NATIVE = 22,
	VIB_SLOT_FORWARD_VENDOR = 23,
	VIB_SLOT_DELIVER = 24,
	VIB_SLOT_COMMIT = 26,
	VIB_SLOT_TRACE = 28,
	VIB_SLOT_TERMINAL = 31,
	VIB_SLOTS = 32,
};

/* The first slot of a dlv walk: what lies below has already run in the chain that entered it. */
#define VIB_DLV_FIRST 8

/* What a stage may need of earlier stages and provide for later ones (contract record). */
#define VIB_CAP_SOURCE	 (1u << 0) /* source address checked, ep_id and src_id set */
#define VIB_CAP_CT	 (1u << 1) /* ct_state, ct_dir set */
#define VIB_CAP_IDENTITY (1u << 2) /* src_id, dst_id, group, node set */
#define VIB_CAP_VERDICT	 (1u << 3) /* policy decided */
#define VIB_CAP_FORWARD	 (1u << 4) /* hands packets to other hosts */
#define VIB_CAP_DELIVER	 (1u << 5) /* hands packets to local endpoints */
#define VIB_CAP_COMMIT	 (1u << 6) /* writes the conntrack entry */
#define VIB_CAP_TRACE	 (1u << 7) /* emits flow events */

/* vib_meta.flags */
#define VIB_F_FRAG	(1u << 0)  /* part of a fragmented datagram */
#define VIB_F_LATER	(1u << 1)  /* a fragment without the L4 header */
#define VIB_F_GSO	(1u << 2)  /* super-packet, len is the sum */
#define VIB_F_DECAPPED	(1u << 3)  /* tunnel header removed */
#define VIB_F_ICMP_ERR	(1u << 4)  /* carries the head of the packet it complains about */
#define VIB_F_MULTICAST (1u << 5)  /* IP multicast or broadcast destination */
#define VIB_F_VLAN	(1u << 6)  /* tagged frame, family is 0 */
#define VIB_F_CACHED	(1u << 7)  /* verdict, identities, group are from the conntrack entry */
#define VIB_F_COMMIT	(1u << 8)  /* conntrack entry must be written at the end */
#define VIB_F_TIMED	(1u << 9)  /* this packet is sampled for time per slot */
#define VIB_F_TRACE	(1u << 10) /* synthetic packet: nothing is counted or stored */
#define VIB_F_BAD_L3	(1u << 11) /* no usable network header, reason tells why */
#define VIB_F_BAD_L4	(1u << 12) /* no usable transport header, reason tells why */
#define VIB_F_EITHER	(1u << 13) /* which side began the flow is a guess, and both have spoken */
#define VIB_F_TURNED	(1u << 14) /* the guess was wrong: the flow's entry is to be turned */
#define VIB_F_TO_HOST	(1u << 15) /* net: looked at for the sake of the host's own policy */
#define VIB_F_UPLINK	(1u << 16) /* host: leaves by an underlay device, not by vib_host */
#define VIB_F_MASKED	(1u << 17) /* an endpoint's, which the stack gave an address of the host */
#define VIB_F_PARTIAL \
	(1u << 18) /* not all who have a say have judged: no later packet may rely on it */
#define VIB_F_NOTABLE (1u << 19) /* slot 28 is to tell of it; why is in vib_meta.causes */
#define VIB_F_WATCHED (1u << 20) /* somebody wants to see its way, see watch.h */

/* vib_meta.verdict, Hubble's numbers; CONSUMED is our own: answered or swallowed here. */
enum vib_verdict {
	VIB_VERDICT_NONE = 0,
	VIB_VERDICT_FORWARDED = 1,
	VIB_VERDICT_DROPPED = 2,
	VIB_VERDICT_CONSUMED = 64,
};

/* vib_meta.policy_verdict. */
enum vib_policy_verdict {
	VIB_POLICY_NONE = 0,	  /* not judged, or nothing is enforced */
	VIB_POLICY_ALLOWED = 1,	  /* by a row, or the direction is not enforced (rule 0) */
	VIB_POLICY_UNMATCHED = 2, /* refused: no row allows it */
	VIB_POLICY_REFUSED = 3,	  /* refused by a row */
};

/* Beside a refusal: only noted (audit), the packet goes on. */
#define VIB_POLICY_NOTED 0x80

/* vib_meta.causes: why a packet is notable, a bit each. */
enum vib_cause {
	VIB_CAUSE_START = 1 << 0,     /* the first packet of a flow */
	VIB_CAUSE_REPLY = 1 << 1,     /* the first one of its other direction */
	VIB_CAUSE_TCP_FLAGS = 1 << 2, /* flags which this direction had not shown */
	VIB_CAUSE_CLOSE = 1 << 3,     /* the flow became closed or reset */
	VIB_CAUSE_VERDICT = 1 << 4,   /* judged again, with another answer */
	VIB_CAUSE_PERIODIC = 1 << 5,  /* the interval of long flows is over */
	VIB_CAUSE_DROP = 1 << 6,      /* dropped */
	VIB_CAUSE_PACKET = 1 << 7,    /* every packet is told */
};

/* vib_meta.ct_state, Hubble's trace reasons. */
enum vib_ct_state {
	VIB_CT_NONE = 0,
	VIB_CT_NEW = 1,
	VIB_CT_ESTABLISHED = 2,
	VIB_CT_REPLY = 3,
	VIB_CT_RELATED = 4,
};

/* vib_meta.src_flags and dst_flags, and the flags of an ipcache entry. */
#define VIB_IP_LOCAL (1u << 0) /* a local endpoint (set by the datapath, never by user space) */
#define VIB_IP_POOL  (1u << 1) /* inside a pool of this host: without an endpoint it is a hole */
#define VIB_IP_HOST  (1u << 2) /* an address of this host */
#define VIB_IP_NODE  (1u << 3) /* an address of another host of the cluster */

/* Reserved identities, numbers as Cilium's. */
#define VIB_ID_UNKNOWN 0
#define VIB_ID_HOST    1
#define VIB_ID_WORLD   2

/* The per-packet record. Set by the root, refined by the stages, 256 bytes, append-only. */
struct vib_meta {
	__u16 abi;   /* VIB_ABI of the root */
	__u16 size;  /* sizeof(struct vib_meta) of the root */
	__u8 chain;  /* enum vib_chain in force */
	__u8 slot;   /* slot of the stage that ended the walk, VIB_SLOTS before that */
	__u8 family; /* 4, 6, or 0 when the frame carries no IP */
	__u8 l4proto;
	__u16 l3_off; /* bytes from the start of the frame */
	__u16 l4_off;
	__be16 sport; /* ICMP queries: identifier and type of the request, see conntrack.h */
	__be16 dport;
	__u32 flags;	 /* VIB_F_* */
	__u32 len;	 /* frame length in bytes */
	__be32 saddr[4]; /* IPv4 in [0], the rest 0 */
	__be32 daddr[4];
	__u32 src_id; /* identity of the source */
	__u32 dst_id;
	__u32 ep_id;	 /* local endpoint that sent it, or 0 */
	__u32 dst_ep_id; /* local endpoint that gets it, or 0 */
	__u32 ifindex;	 /* device of the hook */
	__u32 out_ifindex;
	__u32 group; /* path group of the destination, index into vib_groups */
	__u32 node;  /* key into vib_nodes, or 0 */
	__u32 gen;   /* policy generation in force */
	__u32 tunnel_vni;
	__be32 tunnel_ep[4];
	__u8 nh_mac[6]; /* destination MAC of the outgoing frame */
	__be16 ethertype;
	__u8 out_mac[6]; /* source MAC of the outgoing frame */
	__u16 mtu;	 /* of the path, 0 when unknown */
	__s32 action;	 /* what the chain returns: TC_ACT_* */
	__u16 reason;	 /* enum vib_drop_reason */
	__u8 verdict;	 /* enum vib_verdict */
	__u8 ct_state;	 /* enum vib_ct_state */
	__u8 ct_dir;	 /* 0 as the initiator's first packet, 1 reply */
	__u8 tcp_flags;
	__u8 icmp_type;
	__u8 icmp_code;
	__be32 frag_id;
	__u8 origin; /* chain whose root took the packet */
	__u8 ttl;
	__u8 src_flags; /* VIB_IP_* */
	__u8 dst_flags;
	__u32 dst_ep_flags; /* VIB_EP_* of the receiving endpoint */
	__u32 policy_id;    /* set of policy rows that decided last */
	__u32 gso_size;	    /* payload bytes per segment, 0 when not GSO */
	__u32 src_group;    /* path group and node of the source, for the way back */
	__u32 src_node;
	__u16 l4_len; /* bytes of the transport header, 0 when unknown */
	__u8 forward; /* slot that carries the packet's group, once looked up; see path.h */
	/*
	 * What policy said, by enum vib_direction of the flow's first packet: toward who receives it,
	 * from who sends it.
	 */
	__u8 policy_verdict[2]; /* enum vib_policy_verdict, with VIB_POLICY_NOTED */
	__u8 policy_match[2];	/* how much of the packet the rule named, Hubble's match types */
	__u8 causes;		/* enum vib_cause; says nothing without VIB_F_NOTABLE */
	__u32 policy_rule[2];	/* user space's number of the rule, 0 = none */
	__u8 tunnel;		/* with VIB_F_DECAPPED: slot that took the tunnel off, from 3 */
	__u8 watch;		/* with VIB_F_WATCHED: row of vib_watch, or VIB_WATCH_INSIDE */
	__u8 reserved[6];
	__u8 vendor[64]; /* free for stages outside the core; zero at the root */
};
_Static_assert(sizeof(struct vib_meta) == 256, "struct vib_meta is 256 bytes");
_Static_assert(__builtin_offsetof(struct vib_meta, vendor) == 192, "core is 192 bytes");

#define VIB_TRACE_STEPS 48

struct vib_trace_step {
	__u64 ns; /* CLOCK_MONOTONIC at entry of the stage */
	__u8 chain;
	__u8 slot;
	__u8 pad[6];
};

/* What one synthetic packet (skb->mark == vib_config.trace_mark) met. */
struct vib_trace {
	__u32 id;    /* the mark of the packet, so a reader finds the CPU it ran on */
	__u32 count; /* steps recorded */
	__u32 done;  /* 1 once the walk has ended */
	__s32 action;
	__u64 end_ns;
	struct vib_meta meta; /* as at the end of the walk */
	struct vib_trace_step step[VIB_TRACE_STEPS];
};

/* The steps of a real packet that somebody watches. */
struct vib_walked {
	__u64 begin_ns;
	__u32 count;
	__u32 pad;
	struct vib_trace_step step[VIB_TRACE_STEPS];
};

/* The one element of the per-CPU map vib_scratch. */
struct vib_scratch {
	struct vib_meta meta;
	__u32 slots
		[VIB_CHAINS]; /* slots to walk, a bit each: the occupied ones, fewer by vib_skip */
	__u64 packets[VIB_CHAINS]; /* frames that entered by each root (dlv: by hand-over) */
	__u64 bytes[VIB_CHAINS];
	__u64 hits[VIB_CHAINS][VIB_SLOTS];     /* runs of the stage in this slot */
	__u64 ns[VIB_CHAINS][VIB_SLOTS];       /* time of sampled runs, clock reads included */
	__u64 ns_count[VIB_CHAINS][VIB_SLOTS]; /* sampled runs */
	__u64 root_ns[VIB_CHAINS];	       /* the same for the roots */
	__u64 root_count[VIB_CHAINS];
	__u64 clock_ns; /* cost of back-to-back clock reads, to subtract per run */
	__u64 clock_count;
	__u64 last_ns; /* entry time of the running stage of a timed packet */
	__u64 turn;    /* packets seen, chooses the sampled ones */
	__u8 last_chain;
	__u8 last_slot; /* VIB_SLOTS stands for the root */
	__u8 pad[6];
	struct vib_trace trace;
	__u64 notable[VIB_CHAINS]; /* packets that slot 28 was to tell of */
	struct vib_walked watched; /* the watched packet that is on its way */
};

/* One record per stage in section .vib.contract of its object. Read before anything is loaded. */
struct vib_contract {
	__u16 abi;	 /* VIB_ABI */
	__u16 meta_size; /* sizeof(struct vib_meta) */
	__u8 slot;
	__u8 chains; /* VIB_ON_* mask */
	__u16 size;  /* of this record */
	__u32 needs; /* VIB_CAP_* which earlier slots must provide */
	__u32 provides;
	char program[48]; /* name of the function, NUL padded */
};
_Static_assert(sizeof(struct vib_contract) == 64, "struct vib_contract is 64 bytes");

#endif
