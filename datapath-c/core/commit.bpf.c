// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Commit: writes the flow's conntrack entry after the verdict, never before it.
 *
 * Contract: slot 26, all chains, needs CT; provides COMMIT. Runs at the end of a walk which
 * forwards, for packets with VIB_F_COMMIT: a NEW flow gets an entry, a flow of an older policy
 * generation gets the new verdict and is turned when policy found that the other side began it
 * (VIB_F_TURNED). With VIB_F_PARTIAL the flow is known (for ICMP errors about it), but its next packet is
 * judged like one of an older generation. Drops 155 when the table refuses the entry. Writes nothing
 * for synthetic packets. Cost: about 500 ns for a new flow.
 */
#define VIB_USE_CONNTRACK
#define VIB_USE_ENDPOINTS
#include <vibrissa/conntrack.h>
#include <vibrissa/endpoint.h>

/* One end of the flow as delivery will need it. */
static __always_inline void note_side(struct vib_ct_side *side, __u8 family, const __be32 *addr)
{
	struct vib_endpoint *e = vib_endpoint_of(family, addr);

	if (!e || !(e->flags & VIB_EP_READY)) {
		side->ifindex = 0;
		return;
	}
	side->ifindex = e->ifindex;
	side->mtu = e->mtu;
	side->flags = e->flags;
	__builtin_memcpy(side->mac, e->mac, sizeof(side->mac));
	__builtin_memcpy(side->node_mac, e->node_mac, sizeof(side->node_mac));
}

/* The cached part of an entry, from either direction of the flow. */
static __always_inline void remember(struct vib_ct_entry *e, const struct vib_meta *m)
{
	__u8 dir = m->ct_dir & 1;

	e->src_id = dir ? m->dst_id : m->src_id;
	e->dst_id = dir ? m->src_id : m->dst_id;
	e->src_ep = dir ? m->dst_ep_id : m->ep_id;
	e->dst_ep = dir ? m->ep_id : m->dst_ep_id;
	e->src_flags = dir ? m->dst_flags : m->src_flags;
	e->dst_flags = dir ? m->src_flags : m->dst_flags;
	e->group[0] = dir ? m->src_group : m->group;
	e->group[1] = dir ? m->group : m->src_group;
	e->node[0] = dir ? m->src_node : m->node;
	e->node[1] = dir ? m->node : m->src_node;
	e->verdict = m->verdict;
	e->judged[0] = m->policy_verdict[0];
	e->judged[1] = m->policy_verdict[1];
	note_side(dir ? &e->side[1] : &e->side[0], m->family, m->saddr);
	note_side(dir ? &e->side[0] : &e->side[1], m->family, m->daddr);
	/* last: who reads the new generation must find the new verdict */
	*(volatile __u32 *)&e->gen = m->flags & VIB_F_PARTIAL ? m->gen - 1 : m->gen;
}

/* The other side began: what is kept by direction changes places. */
static __always_inline void turn(struct vib_ct_entry *e)
{
	__u64 packets = e->packets[0], bytes = e->bytes[0];
	__u64 told_packets = e->told_packets[0], told_bytes = e->told_bytes[0];
	__u8 tcp_flags = e->tcp_flags[0];

	e->packets[0] = e->packets[1];
	e->packets[1] = packets;
	e->bytes[0] = e->bytes[1];
	e->bytes[1] = bytes;
	e->tcp_flags[0] = e->tcp_flags[1];
	e->tcp_flags[1] = tcp_flags;
	e->told_packets[0] = e->told_packets[1];
	e->told_packets[1] = told_packets;
	e->told_bytes[0] = e->told_bytes[1];
	e->told_bytes[1] = told_bytes;
	e->flags ^= VIB_CT_FROM_SECOND;
}

/* Did policy say something else than the last time, or of somebody else? */
static __always_inline int judged_otherwise(const struct vib_ct_entry *e, const struct vib_meta *m)
{
	__u8 dir = m->ct_dir & 1;

	return e->judged[0] != m->policy_verdict[0] || e->judged[1] != m->policy_verdict[1] ||
	       e->src_id != (dir ? m->dst_id : m->src_id) ||
	       e->dst_id != (dir ? m->src_id : m->dst_id);
}

/* A packet of a flow that has been judged again. */
static __always_inline void refresh(struct vib_ct_entry *e, struct vib_meta *m,
				    const struct vib_config *config)
{
	__u64 now = bpf_jiffies64();

	if (judged_otherwise(e, m))
		vib_note(m, config, VIB_CAUSE_VERDICT);

	if (m->flags & VIB_F_TURNED)
		turn(e);
	if (m->ct_dir)
		vib_ct_count(e, m, config, now, 1);
	else
		vib_ct_count(e, m, config, now, 0);
	remember(e, m);
}

static __always_inline __u8 first_state(const struct vib_meta *m)
{
	if (m->l4proto != IPPROTO_TCP)
		return VIB_FLOW_OPEN;
	if (m->tcp_flags & VIB_TCP_RST)
		return VIB_FLOW_RESET;
	if (m->tcp_flags & VIB_TCP_FIN)
		return VIB_FLOW_FIN_WAIT;
	return (m->tcp_flags & VIB_TCP_SYN) ? VIB_FLOW_SYN_SENT : VIB_FLOW_ESTABLISHED;
}

static __always_inline long create(const struct vib_tuple *t, const struct vib_meta *m,
				   const struct vib_config *config)
{
	__u64 now = bpf_jiffies64();
	struct vib_ct_entry e = {
		.created = now,
		.last_seen = now,
		.packets = {1, 0},
		.bytes = {m->len, 0},
		.tcp_flags = {m->tcp_flags, 0},
		.state = first_state(m),
		.told_at = now,
	};

	e.expires = now + vib_ct_timeout(config, e.state, m->l4proto);
	if (m->l4proto == IPPROTO_TCP && !(m->tcp_flags & VIB_TCP_SYN))
		e.flags |= VIB_CT_MIDSTREAM;
	if (m->flags & VIB_F_MASKED)
		e.flags |= VIB_CT_MASKED;
	remember(&e, m);
	if (t->family == 4) {
		struct vib_ct4_key key;

		if (vib_ct4_key_of(t, &key))
			e.flags |= VIB_CT_FROM_SECOND;
		return bpf_map_update_elem(&vib_ct4, &key, &e, BPF_ANY);
	} else {
		struct vib_ct6_key key;

		if (vib_ct6_key_of(t, &key))
			e.flags |= VIB_CT_FROM_SECOND;
		return bpf_map_update_elem(&vib_ct6, &key, &e, BPF_ANY);
	}
}

VIB_STAGE(VIB_SLOT_COMMIT, vib_stage_commit, VIB_ON_ALL, VIB_CAP_CT, VIB_CAP_COMMIT)
{
	struct vib_tuple t = vib_tuple_of(m);
	struct vib_config *config;

	if (m->flags & VIB_F_TRACE)
		return VIB_GO_END;
	config = vib_config_get();
	if (!config)
		return VIB_DROP(ctx, m, VIB_DROP_NO_CONFIGURATION_AVAILABLE);
	if (m->ct_state != VIB_CT_NEW) {
		int second;
		struct vib_ct_entry *e = vib_ct_find(&t, &second);

		if (e)
			refresh(e, m, config);
		return VIB_GO_END;
	}
	if (create(&t, m, config))
		return VIB_DROP(ctx, m, VIB_DROP_CT_MAP_INSERTION_FAILED);
	return VIB_GO_END;
}

VIB_LICENSE("Dual BSD/GPL");
