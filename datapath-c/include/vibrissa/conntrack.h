/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One entry per flow under a key whose lower (address, port) comes first, so one lookup finds it
 * from either side. Which side began is a flag of the entry. Include maps.h with
 * VIB_USE_CONNTRACK.
 */
#ifndef VIBRISSA_CONNTRACK_H
#define VIBRISSA_CONNTRACK_H

#include "parse.h"
#include "stage.h"

/* One direction of a flow, as a packet shows it. */
struct vib_tuple {
	const __be32 *saddr;
	const __be32 *daddr;
	__be16 sport;
	__be16 dport;
	__u8 family;
	__u8 proto;
};

static __always_inline struct vib_tuple vib_tuple_of(const struct vib_meta *m)
{
	struct vib_tuple t = {
		.saddr = m->saddr,
		.daddr = m->daddr,
		.sport = m->sport,
		.dport = m->dport,
		.family = m->family,
		.proto = m->l4proto,
	};

	return t;
}

/* Fills the key; true when the tuple's source is the key's second side. */
static __always_inline int vib_ct4_key_of(const struct vib_tuple *t, struct vib_ct4_key *key)
{
	__be32 s = t->saddr[0], d = t->daddr[0];
	int second = s > d || (s == d && t->sport > t->dport);

	key->addr[0] = second ? d : s;
	key->addr[1] = second ? s : d;
	key->port[0] = second ? t->dport : t->sport;
	key->port[1] = second ? t->sport : t->dport;
	key->proto = t->proto;
	key->pad[0] = 0;
	key->pad[1] = 0;
	key->pad[2] = 0;
	return second;
}

static __always_inline int vib_ct6_key_of(const struct vib_tuple *t, struct vib_ct6_key *key)
{
	const __be32 *s = t->saddr, *d = t->daddr;
	int second;

	if (s[3] != d[3])
		second = s[3] > d[3];
	else if (s[2] != d[2])
		second = s[2] > d[2];
	else if (s[1] != d[1])
		second = s[1] > d[1];
	else if (s[0] != d[0])
		second = s[0] > d[0];
	else
		second = t->sport > t->dport;

	__builtin_memcpy(key->addr_a, second ? d : s, 16);
	__builtin_memcpy(key->addr_b, second ? s : d, 16);
	key->port[0] = second ? t->dport : t->sport;
	key->port[1] = second ? t->sport : t->dport;
	key->proto = t->proto;
	key->pad[0] = 0;
	key->pad[1] = 0;
	key->pad[2] = 0;
	return second;
}

/* The entry of the flow which the tuple belongs to, expired or not, or NULL. */
static __always_inline struct vib_ct_entry *vib_ct_find(const struct vib_tuple *t, int *second)
{
	if (t->family == 4) {
		struct vib_ct4_key key;

		*second = vib_ct4_key_of(t, &key);
		return bpf_map_lookup_elem(&vib_ct4, &key);
	} else {
		struct vib_ct6_key key;

		*second = vib_ct6_key_of(t, &key);
		return bpf_map_lookup_elem(&vib_ct6, &key);
	}
}

static __always_inline int vib_ct_expired(const struct vib_ct_entry *e, __u64 now)
{
	return (__s64)(now - e->expires) > 0;
}

/* 0 when a tuple with this source side runs as the flow's first packet did, 1 for replies. */
static __always_inline __u8 vib_ct_dir(const struct vib_ct_entry *e, int second)
{
	return !!second ^ !!(e->flags & VIB_CT_FROM_SECOND);
}

/* Jiffies until a flow in this state is forgotten. */
static __always_inline __u64 vib_ct_timeout(const struct vib_config *config, __u8 state, __u8 proto)
{
	__u32 which, seconds = 60, set;

	switch (state) {
	case VIB_FLOW_SYN_SENT:
		which = VIB_TIMEOUT_SYN;
		break;
	case VIB_FLOW_ESTABLISHED:
		which = VIB_TIMEOUT_ESTABLISHED;
		seconds = 8000;
		break;
	case VIB_FLOW_CLOSED:
	case VIB_FLOW_RESET:
		which = VIB_TIMEOUT_CLOSING;
		seconds = 10;
		break;
	default:
		which = proto == IPPROTO_ICMP || proto == IPPROTO_ICMPV6 ? VIB_TIMEOUT_ICMP
									 : VIB_TIMEOUT_OTHER;
	}
	set = config->timeout[which & (VIB_TIMEOUTS - 1)];
	return set ? set : seconds * (config->hz ? config->hz : 1000);
}

/* The state after a packet. For a flow's first packet, state is that of a fresh entry (0). */
static __always_inline __u8 vib_ct_next_state(const struct vib_ct_entry *e, __u8 proto, __u8 flags,
					      __u8 dir)
{
	__u8 other;

	if (proto != IPPROTO_TCP)
		return dir ? VIB_FLOW_REPLIED : e->state;
	if (e->state == VIB_FLOW_RESET || (flags & VIB_TCP_RST))
		return VIB_FLOW_RESET;
	if (e->state == VIB_FLOW_CLOSED)
		return VIB_FLOW_CLOSED;
	other = dir ? e->tcp_flags[0] : e->tcp_flags[1];
	if (flags & VIB_TCP_FIN)
		return (other & VIB_TCP_FIN) ? VIB_FLOW_CLOSED : VIB_FLOW_FIN_WAIT;
	if (e->state == VIB_FLOW_SYN_SENT && dir && (flags & VIB_TCP_ACK))
		return VIB_FLOW_ESTABLISHED;
	return e->state;
}

/* A long flow whose interval is over: the next packet of each direction is told of. */
static __always_inline void vib_ct_due(struct vib_ct_entry *e, const struct vib_config *config,
				       __u64 now)
{
	if (config->flow_interval && (__u32)now - e->told_at >= config->flow_interval) {
		e->told_at = now;
		e->flags |= VIB_CT_TELL | VIB_CT_TELL << 1;
	}
}

/* A packet of a known flow has been let through. What it makes of it may be notable. */
static __always_inline void vib_ct_count(struct vib_ct_entry *e, struct vib_meta *m,
					 const struct vib_config *config, __u64 now, const __u8 dir)
{
	const __u8 tell = VIB_CT_TELL << dir;
	__u8 state = vib_ct_next_state(e, m->l4proto, m->tcp_flags, dir);

	__sync_fetch_and_add(&e->packets[dir], 1);
	__sync_fetch_and_add(&e->bytes[dir], m->len);
	if (vib_unlikely((e->tcp_flags[dir] | m->tcp_flags) != e->tcp_flags[dir])) {
		e->tcp_flags[dir] |= m->tcp_flags;
		vib_note(m, config, VIB_CAUSE_TCP_FLAGS);
	}
	if (dir && vib_unlikely(!(e->flags & VIB_CT_REPLY_SEEN))) {
		e->flags |= VIB_CT_REPLY_SEEN;
		vib_note(m, config, VIB_CAUSE_REPLY);
	}
	/* the time is written once per second, not per packet: the line stays shared */
	if (vib_unlikely(state != e->state || now - e->last_seen >= (config->hz ?: 1000))) {
		if (state != e->state && state >= VIB_FLOW_CLOSED)
			vib_note(m, config, VIB_CAUSE_CLOSE);
		e->state = state;
		e->last_seen = now;
		e->expires = now + vib_ct_timeout(config, state, m->l4proto);
		vib_ct_due(e, config, now);
	}
	if (vib_unlikely(e->flags & tell)) {
		e->flags &= ~tell;
		vib_note(m, config, VIB_CAUSE_PERIODIC);
	}
}

#endif
