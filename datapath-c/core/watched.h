/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which real packets are watched on their way. Include maps.h with VIB_USE_WATCH. */
#ifndef VIBRISSA_WATCHED_H
#define VIBRISSA_WATCHED_H

#include <vibrissa/stage.h>

static __always_inline int within(const __be32 *addr, const __be32 *want, const __be32 *mask)
{
	return (addr[0] & mask[0]) == want[0] && (addr[1] & mask[1]) == want[1] &&
	       (addr[2] & mask[2]) == want[2] && (addr[3] & mask[3]) == want[3];
}

static __always_inline int between(const struct vib_watch *w, const __be32 *saddr,
				   const __be32 *daddr, __be16 sport, __be16 dport)
{
	return (!w->sport || w->sport == sport) && (!w->dport || w->dport == dport) &&
	       within(saddr, w->saddr, w->smask) && within(daddr, w->daddr, w->dmask);
}

static __always_inline int meant(const struct vib_watch *w, const struct vib_meta *m, __u64 now)
{
	if (!w->id || w->expires <= now || (w->family && w->family != m->family) ||
	    (w->proto && w->proto != m->l4proto) || (w->ifindex && w->ifindex != m->ifindex))
		return 0;
	return between(w, m->saddr, m->daddr, m->sport, m->dport) ||
	       ((w->flags & VIB_WATCH_BOTH) && between(w, m->daddr, m->saddr, m->dport, m->sport));
}

/* Any packet may be watched so far (VIB_F_WATCHED): the first row that means it decides. */
static __always_inline void vib_begin_watched(struct vib_scratch *s, struct vib_meta *m)
{
	__u64 now = bpf_ktime_get_ns();
	__u32 i;

#pragma clang loop unroll(disable)
	for (i = 0; i < VIB_WATCHES; i++) {
		__u32 row = i;
		struct vib_watch *w = bpf_map_lookup_elem(&vib_watch, &row);

		if (w && meant(w, m, now)) {
			m->watch = i;
			s->watched.begin_ns = now;
			s->watched.count = 0;
			return;
		}
	}
	m->flags &= ~VIB_F_WATCHED;
}

#endif
