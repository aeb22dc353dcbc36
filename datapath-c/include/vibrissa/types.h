/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Keys and values of the shared maps. User space gets its records from the BTF of these, so
 * the names are part of the contract; __be fields are in network byte order.
 */
#ifndef VIBRISSA_TYPES_H
#define VIBRISSA_TYPES_H

#include "abi.h"

/* vib_config.flags */
#define VIB_CONFIG_COEXIST	 (1u << 0) /* net and host end in TCX_NEXT for foreign programs */
#define VIB_CONFIG_TERMINAL_DROP (1u << 1) /* ep: what is not local is dropped, not routed */
#define VIB_CONFIG_HOST_POLICY	 (1u << 2) /* the host's own packets are tracked and judged */
#define VIB_CONFIG_EACH_PACKET	 (1u << 3) /* every packet is notable */
#define VIB_CONFIG_WATCH	 (1u << 4) /* packets are compared with vib_watch */

/*
 * On skb->mark of what an endpoint sends into the host's stack while VIB_CONFIG_HOST_POLICY is set: the
 * stack may give it an address of the host, and it is none of the host's own for all that.
 */
#define VIB_MARK_ENDPOINT 0x08000000u

/* On our own answer to a refused packet: belongs to no flow, and no policy judges it. */
#define VIB_MARK_ANSWER 0x04000000u

/* Conntrack timeouts, index into vib_config.timeout. */
enum vib_timeout {
	VIB_TIMEOUT_SYN = 0,
	VIB_TIMEOUT_ESTABLISHED = 1,
	VIB_TIMEOUT_CLOSING = 2,
	VIB_TIMEOUT_OTHER = 3,
	VIB_TIMEOUT_ICMP = 4,
	VIB_TIMEOUT_FRAG = 5,
	VIB_TIMEOUTS = 8,
};

/* The one element of vib_config. A field may be changed at any time. */
struct vib_config {
	__u32 abi;
	__u32 flags;
	__u32 gen; /* moves with policy, endpoints, ipcache: what flows cache of another one is stale */
	__u32 host_ifindex;	     /* vib_host */
	__u32 hz;		     /* jiffies per second of this kernel */
	__u32 sample;		     /* time one packet in this many (a power of two), 0 = never */
	__u32 trace_mark;	     /* skb->mark of synthetic packets, 0 = no trace is running */
	__u32 flow_interval;	     /* jiffies between two events of a long flow, 0 = never */
	__u32 timeout[VIB_TIMEOUTS]; /* jiffies; 0 = the default at 1000 Hz */
	__u8 host_mac[6];	     /* vib_host, the gateway's MAC for every endpoint */
	__u8 flow_causes;	     /* enum vib_cause: what makes a packet notable, drops aside */
	__u8 flow_entry; /* 1: with VIB_CONFIG_EACH_PACKET tell where packets enter, too */
	/*
	 * Occupied slots of each chain, a bit each. A bit is set after its slot is written and
	 * cleared before its slot is.
	 */
	__u32 slots[VIB_CHAINS];
};
_Static_assert(sizeof(struct vib_config) == 88, "struct vib_config is 88 bytes");

/* vib_endpoint.flags */
#define VIB_EP_READY   (1u << 0) /* may send and receive */
#define VIB_EP_PEER    (1u << 1) /* veth: deliver by bpf_redirect_peer where it is legal */
#define VIB_EP_ANY_MAC (1u << 2) /* its source MAC is not checked */

struct vib_endpoint_key {
	__u32 family; /* 4 or 6 */
	__be32 addr[4];
};
_Static_assert(sizeof(struct vib_endpoint_key) == 20, "struct vib_endpoint_key is 20 bytes");

struct vib_endpoint {
	__u32 ep_id;
	__u32 identity;
	__u32 ifindex; /* host-side device */
	__u32 flags;   /* VIB_EP_* */
	__u32 policy_id;
	__u8 mac[6];	  /* of the endpoint */
	__u8 node_mac[6]; /* source MAC of frames toward it */
	__u16 mtu;	  /* L3 bytes, 0 = not checked */
	__u8 pad[6];
};
_Static_assert(sizeof(struct vib_endpoint) == 40, "struct vib_endpoint is 40 bytes");

/* Exact match, asked before the trie. */
struct vib_iphash_key {
	__u32 family; /* 4 or 6 */
	__be32 addr[4];
};
_Static_assert(sizeof(struct vib_iphash_key) == 20, "struct vib_iphash_key is 20 bytes");

/* Longest prefix match. */
struct vib_ipcache_key {
	__u32 prefixlen; /* 32 (the family) + bits of the address */
	__u32 family;	 /* 4 or 6 */
	__be32 addr[4];
};
_Static_assert(sizeof(struct vib_ipcache_key) == 24, "struct vib_ipcache_key is 24 bytes");

/* Value of vib_iphash and vib_ipcache. */
struct vib_ipcache_entry {
	__u32 identity;
	__u32 group; /* path group, 0 = none */
	__u32 node;  /* key into vib_nodes, 0 = none */
	__u32 flags; /* VIB_IP_* */
};
_Static_assert(sizeof(struct vib_ipcache_entry) == 16, "struct vib_ipcache_entry is 16 bytes");

struct vib_node_key {
	__u32 id;
};

#define VIB_NODE_HOPS 4

/* One way to a node: the device and the neighbour on it. */
struct vib_hop {
	__u32 ifindex;
	__u32 family;	/* of next: 4 or 6 */
	__be32 next[4]; /* the node itself when it is on link, else a router */
};
_Static_assert(sizeof(struct vib_hop) == 24, "struct vib_hop is 24 bytes");

/* Another host, or a foreign tunnel endpoint. */
struct vib_node {
	__u32 family;	  /* of addr and source: 4 or 6 */
	__be32 addr[4];	  /* its underlay address */
	__be32 source[4]; /* ours toward it */
	__u32 group;
	__u32 flags; /* VIB_NODE_* */
	__u16 mtu;   /* IP bytes that the underlay carries, 0 = not checked */
	__u8 mac[6]; /* destination of inner frames, with VIB_NODE_MAC */
	__u32 hops;  /* of hop[], 1..VIB_NODE_HOPS; 0 = no route */
	struct vib_hop hop[VIB_NODE_HOPS];
};
_Static_assert(sizeof(struct vib_node) == 152, "struct vib_node is 152 bytes");

/* vib_node.flags */
#define VIB_NODE_MAC (1u << 0) /* a foreign tunnel endpoint, which wants its own MAC */

/* A path group: which forward slot carries it. One aligned word, so a change is atomic. */
struct vib_group {
	__u32 slot; /* 20..23, 0 = not carried by us */
};

struct vib_ct4_key {
	__be32 addr[2]; /* the lower address (then port) first */
	__be16 port[2];
	__u8 proto;
	__u8 pad[3];
};
_Static_assert(sizeof(struct vib_ct4_key) == 16, "struct vib_ct4_key is 16 bytes");

struct vib_ct6_key {
	__be32 addr_a[4];
	__be32 addr_b[4];
	__be16 port[2];
	__u8 proto;
	__u8 pad[3];
};
_Static_assert(sizeof(struct vib_ct6_key) == 40, "struct vib_ct6_key is 40 bytes");

/* vib_ct_entry.state */
enum vib_flow_state {
	VIB_FLOW_OPEN = 0,	  /* not TCP: packets of the initiator only */
	VIB_FLOW_REPLIED = 1,	  /* not TCP: both sides were heard */
	VIB_FLOW_SYN_SENT = 2,	  /* TCP: SYN, no answer yet */
	VIB_FLOW_ESTABLISHED = 3, /* TCP */
	VIB_FLOW_FIN_WAIT = 4,	  /* TCP: one side has closed */
	VIB_FLOW_CLOSED = 5,	  /* TCP: both sides have closed */
	VIB_FLOW_RESET = 6,	  /* TCP: RST seen */
};

/* vib_ct_entry.flags */
#define VIB_CT_FROM_SECOND (1u << 0) /* the initiator is the second address of the key */
#define VIB_CT_REPLY_SEEN  (1u << 1)
#define VIB_CT_MIDSTREAM   (1u << 2) /* TCP whose SYN was not seen */
#define VIB_CT_MASKED	   (1u << 3) /* an endpoint's behind the host's address: not the host's own */
#define VIB_CT_TELL	   (1u << 4) /* the next packet of direction 0 is to be told of; 1: the next bit */

/* What delivery needs of a local endpoint at one end of a flow; ifindex 0 = not local. */
struct vib_ct_side {
	__u32 ifindex; /* host-side device */
	__u16 mtu;
	__u16 flags; /* VIB_EP_* */
	__u8 mac[6];
	__u8 node_mac[6];
};
_Static_assert(sizeof(struct vib_ct_side) == 20, "struct vib_ct_side is 20 bytes");

/* A flow. [0] is the initiator's direction, [1] the reply's; src is the initiator. */
struct vib_ct_entry {
	__u64 created;	 /* jiffies64 */
	__u64 last_seen; /* jiffies64, refreshed at most once per second */
	__u64 expires;	 /* jiffies64; an entry past it counts as absent */
	__u64 packets[2];
	__u64 bytes[2];
	__u32 src_id;
	__u32 dst_id;
	__u32 group[2]; /* path group per direction */
	__u32 node[2];
	__u32 gen;    /* generation in which verdict, identities and sides were true */
	__u32 src_ep; /* endpoint ids, 0 when not local */
	__u32 dst_ep;
	__u32 nat; /* for the load balancer: key of its translation, 0 = none */
	__u8 state;
	__u8 flags;
	__u8 tcp_flags[2]; /* all flags seen per direction */
	__u8 src_flags;	   /* VIB_IP_* */
	__u8 dst_flags;
	__u8 verdict;
	__u8 pad;
	struct vib_ct_side side[2]; /* [0] the initiator's end */
	__u64 told_packets[2];	    /* as of the last flow event of that direction */
	__u64 told_bytes[2];
	__u32 told_at;	/* low half of jiffies64: when both directions were last due */
	__u8 judged[2]; /* vib_meta.policy_verdict in force */
	__u8 pad2[2];
};
_Static_assert(sizeof(struct vib_ct_entry) == 184, "struct vib_ct_entry is 184 bytes");

/* Ports of a fragmented datagram, learned from its first fragment. */
struct vib_frag_key {
	__be32 saddr[4];
	__be32 daddr[4];
	__be32 id;
	__u8 family;
	__u8 proto;
	__u8 pad[2];
};
_Static_assert(sizeof(struct vib_frag_key) == 40, "struct vib_frag_key is 40 bytes");

struct vib_frag {
	__u64 expires; /* jiffies64 */
	__be16 sport;
	__be16 dport;
	__u8 icmp_type;
	__u8 icmp_code;
	__u8 pad[2];
};
_Static_assert(sizeof(struct vib_frag) == 16, "struct vib_frag is 16 bytes");

#endif
