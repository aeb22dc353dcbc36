/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the programs at sockets share: who the other end is, the verdict, the count. */
#ifndef VIBRISSA_JUDGE_H
#define VIBRISSA_JUDGE_H

#define VIB_USE_IPCACHE
#define VIB_USE_ENDPOINTS
#include <vibrissa/ipcache.h>

#include "cgroup.h"
#include "verdict.h"

/* Answers of a program at a socket. */
#define VIB_SOCKET_REFUSE 0
#define VIB_SOCKET_PASS	  1

/* The host's own loopback is on no list. */
static __always_inline __u32 vib_identity_of(__u32 family, const __be32 *addr)
{
	struct vib_ipcache_entry found;

	if (family == 4 ? (addr[0] & bpf_htonl(0xff000000)) == bpf_htonl(0x7f000000)
			: !(addr[0] | addr[1] | addr[2]) && addr[3] == bpf_htonl(1))
		return VIB_ID_HOST;
	vib_ipcache_of(family, addr, &found);
	return found.identity;
}

/* 0, or the reason why a flow of that direction is refused. */
static __always_inline int vib_refusal(struct vib_policy_query *q, __u8 direction, __be16 port)
{
	q->direction = direction;
	q->port = port;
	vib_policy_ask(q);
	if (q->verdict == VIB_POLICY_REFUSED)
		return VIB_DROP_POLICY_DENY;
	return q->verdict == VIB_POLICY_UNMATCHED ? VIB_DROP_POLICY_DENIED : 0;
}

static __always_inline int vib_refuse(__u32 direction, __u32 reason, __u32 bytes)
{
	__u32 key = direction * VIB_DROP_REASONS + (reason & (VIB_DROP_REASONS - 1));
	struct vib_drop_count *count = bpf_map_lookup_elem(&vib_drops, &key);

	if (count) {
		count->packets++;
		count->bytes += bytes;
	}
	return VIB_SOCKET_REFUSE;
}

#endif
