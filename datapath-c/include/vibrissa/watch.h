/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Watching real packets on their way. While VIB_CONFIG_WATCH is set the roots compare each packet, once
 * parsed, with the rows of vib_watch; one that matches is marked VIB_F_WATCHED, its steps are noted
 * as those of a synthetic packet are, and slot 28 writes its way to the ring vib_path_ring. Off, it
 * costs the test of a flag.
 */
#ifndef VIBRISSA_WATCH_H
#define VIBRISSA_WATCH_H

#include "abi.h"

#define VIB_WATCHES	 16   /* rows of vib_watch */
#define VIB_WATCH_INSIDE 0xff /* in place of a row: what a tunnel carries decides */

/* vib_watch.flags */
#define VIB_WATCH_BOTH (1u << 0) /* answers too: source and destination changed over */

/* One row: which packets. What is 0 matches all. */
struct vib_watch {
	__u32 id;      /* user space's number of it; 0 = the row is empty. Written last */
	__u32 flags;   /* VIB_WATCH_* */
	__u32 rate;    /* ways written per second and CPU at most; 0 = none */
	__u32 ifindex; /* device of the hook */
	/*
	 * CLOCK_MONOTONIC, ns: from then on the row is as empty. User space puts it off for as long
	 * as somebody looks, so that a daemon that died leaves nothing that matches.
	 */
	__u64 expires;
	__be32 saddr[4]; /* IPv4 in [0]; already masked */
	__be32 smask[4];
	__be32 daddr[4];
	__be32 dmask[4];
	__be16 sport;
	__be16 dport;
	__u8 family; /* 4 or 6 */
	__u8 proto;  /* IP protocol */
	__u8 pad[2];
};
_Static_assert(sizeof(struct vib_watch) == 96, "struct vib_watch is 96 bytes");

/* Per CPU, by row of vib_watch: matched = written + limited + lost. Set to 0 with the row. */
struct vib_watch_count {
	__u64 next;    /* CLOCK_MONOTONIC, ns: the rate allows no way before */
	__u64 matched; /* packets that came to slot 28 */
	__u64 written;
	__u64 limited; /* over the rate */
	__u64 lost;    /* no room in the ring */
};
_Static_assert(sizeof(struct vib_watch_count) == 40, "struct vib_watch_count is 40 bytes");

#define VIB_PATH_VERSION 1
#define VIB_PATH_STEPS	 32

/* One stage that the packet entered. */
struct vib_path_step {
	__u32 ns;   /* since the root began */
	__u8 chain; /* enum vib_chain */
	__u8 slot;
	__u8 pad[2];
};
_Static_assert(sizeof(struct vib_path_step) == 8, "struct vib_path_step is 8 bytes");

/* One record of vib_path_ring: a packet's way, up to and with slot 28. */
struct vib_path_record {
	__u16 version; /* VIB_PATH_VERSION */
	__u16 size;    /* of this record */
	__u32 watch;   /* vib_watch.id */
	__u64 time;    /* CLOCK_MONOTONIC, ns: when the root had parsed it */
	__u32 ns;      /* from then to slot 28 */
	__u16 count;   /* steps, 0..VIB_PATH_STEPS; later ones are left out */
	__u16 cpu;
	__s32 action; /* TC_ACT_* that the chain returned */
	__u32 pad;
	struct vib_meta
		meta; /* as at the end: addresses, identities, verdict, reason, chain, slot */
	struct vib_path_step step[VIB_PATH_STEPS];
};
_Static_assert(sizeof(struct vib_path_record) == 544, "struct vib_path_record is 544 bytes");

#endif
