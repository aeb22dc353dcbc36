/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which real packets are watched on their way. For the roots, and for who takes tunnels off: what is
 * inside may be meant. Needs VIB_USE_WATCH.
 */
#ifndef VIBRISSA_WATCHED_H
#define VIBRISSA_WATCHED_H

#include <linux/in.h>

#include "stage.h"

/*
 * Which bits of a field differ from what a row wants; where it wants 0, none. Without branches, and
 * the compiler is kept from making some: the verifier walks every way through a row.
 */
static __always_inline __u32 vib_watch_other(__u32 want, __u32 is)
{
	__s32 asked = -(__s32)want; /* below 0 unless want is 0 */

	barrier_var(asked);
	return (want ^ is) & (asked >> 31);
}

static __always_inline __u32 vib_watch_outside(const __be32 *addr, const __be32 *want,
					       const __be32 *mask)
{
	return ((addr[0] & mask[0]) ^ want[0]) | ((addr[1] & mask[1]) ^ want[1]) |
	       ((addr[2] & mask[2]) ^ want[2]) | ((addr[3] & mask[3]) ^ want[3]);
}

static __always_inline __u32 vib_watch_differs(const struct vib_watch *w, const __be32 *saddr,
					       const __be32 *daddr, __be16 sport, __be16 dport)
{
	return vib_watch_other(w->sport, sport) | vib_watch_other(w->dport, dport) |
	       vib_watch_outside(saddr, w->saddr, w->smask) |
	       vib_watch_outside(daddr, w->daddr, w->dmask);
}

static __always_inline int vib_watch_means(const struct vib_watch *w, const struct vib_meta *m,
					   __u64 now)
{
	if (!w->id || w->expires <= now ||
	    (vib_watch_other(w->family, m->family) | vib_watch_other(w->proto, m->l4proto) |
	     vib_watch_other(w->ifindex, m->ifindex)))
		return 0;
	return !vib_watch_differs(w, m->saddr, m->daddr, m->sport, m->dport) ||
	       ((w->flags & VIB_WATCH_BOTH) &&
		!vib_watch_differs(w, m->daddr, m->saddr, m->dport, m->sport));
}

/*
 * The first row that means the packet decides. Global, and so verified once a program and not once
 * for each way to it.
 */
__attribute__((noinline)) int vib_watch_of(struct vib_meta *m, __u64 now)
{
	__u32 i;

	if (!m)
		return 0;
#pragma clang loop unroll(disable)
	for (i = 0; i < VIB_WATCHES; i++) {
		__u32 row = i;
		struct vib_watch *w = bpf_map_lookup_elem(&vib_watch, &row);

		if (!w)
			break;
		if (vib_watch_means(w, m, now)) {
			m->watch = i;
			return 1;
		}
	}
	return 0;
}

/* Any packet may be watched so far (VIB_F_WATCHED); one that may be a tunnel still may afterwards. */
static __always_inline void vib_begin_watched(struct vib_scratch *s, struct vib_meta *m)
{
	s->watched.begin_ns = bpf_ktime_get_ns();
	s->watched.count = 0;
	if (vib_watch_of(m, s->watched.begin_ns))
		return;
	if (m->chain == VIB_CHAIN_NET && m->l4proto == IPPROTO_UDP)
		m->watch = VIB_WATCH_INSIDE;
	else
		m->flags &= ~VIB_F_WATCHED;
}

/* A tunnel's headers have been taken off. */
static __always_inline void vib_watch_inside(const struct vib_scratch *s, struct vib_meta *m)
{
	if (m->watch == VIB_WATCH_INSIDE && !vib_watch_of(m, s->watched.begin_ns))
		m->flags &= ~VIB_F_WATCHED;
}

#endif
