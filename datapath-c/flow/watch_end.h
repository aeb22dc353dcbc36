/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A watched packet's way is over: writes it to vib_path_ring. */
#ifndef VIBRISSA_WATCH_END_H
#define VIBRISSA_WATCH_END_H

#include <vibrissa/stage.h>

#include "flow.h"

#define VIB_SECOND 1000000000ull

static __always_inline void vib_write_way(struct vib_path_record *r, const struct vib_scratch *s,
					  const struct vib_meta *m, __u32 id, __u64 now)
{
	__u32 i, count = s->watched.count;

	__builtin_memset(r, 0, sizeof(*r));
	r->version = VIB_PATH_VERSION;
	r->size = sizeof(*r);
	r->watch = id;
	r->time = s->watched.begin_ns;
	r->ns = now - s->watched.begin_ns;
	r->count = count < VIB_PATH_STEPS ? count : VIB_PATH_STEPS;
	r->cpu = bpf_get_smp_processor_id();
	r->action = m->action;
	__builtin_memcpy(&r->meta, m, sizeof(r->meta));
#pragma clang loop unroll(disable)
	for (i = 0; i < VIB_PATH_STEPS; i++) {
		if (i >= count)
			break;
		r->step[i].ns = s->watched.step[i].ns - s->watched.begin_ns;
		r->step[i].chain = s->watched.step[i].chain;
		r->step[i].slot = s->watched.step[i].slot;
	}
}

static __always_inline void vib_end_watched(struct vib_scratch *s, struct vib_meta *m)
{
	__u64 now = bpf_ktime_get_ns(), cost;
	__u32 row = m->watch & (VIB_WATCHES - 1);
	struct vib_watch *watch = bpf_map_lookup_elem(&vib_watch, &row);
	struct vib_watch_count *count = bpf_map_lookup_elem(&vib_watch_counts, &row);
	struct vib_path_record *r;

	if (m->watch >= VIB_WATCHES || !watch || !watch->id || !count)
		return;
	count->matched++;
	cost = watch->rate ? VIB_SECOND / watch->rate : VIB_SECOND;
	/* a burst of a tenth of a second's worth */
	if (!watch->rate || !vib_flow_allows(&count->next, now, cost, VIB_SECOND / 10)) {
		count->limited++;
		return;
	}
	r = bpf_ringbuf_reserve(&vib_path_ring, sizeof(*r), 0);
	if (!r) {
		count->lost++;
		return;
	}
	vib_write_way(r, s, m, watch->id, now);
	bpf_ringbuf_submit(r, 0);
	count->written++;
}

#endif
