// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Conntrack: finds the packet's flow and says what the packet is to it.
 *
 * Contract: slot 8, chains ep, net, host; provides SOURCE and CT. A packet of ep must come from its
 * sender's device and MAC; for a known flow the entry tells both, so that an established flow
 * costs one look-up from here to its delivery. NEW packets leave with VIB_F_COMMIT, the entry is
 * written in slot 26 once the verdict stands. ESTABLISHED and REPLY packets of the current
 * generation leave with VIB_F_CACHED: identities, group, node and, for a local receiver, its device
 * and MACs are the entry's, and the slots of ipcache and policy are passed by, those of dlv too; packets
 * of an older generation are judged again: the entry is refreshed in slot 26 when they pass, not before.
 * ICMP errors are RELATED when they carry a packet of a known flow.
 *
 * Drops: 132 foreign source address, 130 foreign source MAC, 203 sender not ready (all ep); 175
 * a later fragment whose first was not seen; 163 an ICMP error about no known flow; 132 a packet
 * from the underlay with the source address of a local endpoint.
 *
 * For the host's own packets (VIB_F_TO_HOST, VIB_F_UPLINK) such errors and fragments go on with
 * VIB_CT_NONE: the errors are policy's to judge, a fragment is nothing without its first one.
 *
 * TCP from the middle of a connection without an entry is NEW: a start of the datapath under
 * running connections must not break them. net looks only at packets for local endpoints and at
 * what came out of a tunnel, and at all others only while the host has a policy of its own
 * (VIB_CONFIG_HOST_POLICY): they leave with VIB_F_TO_HOST, and ipcache ends it for what is not the
 * host's. What came out of a tunnel is found anew, not recalled, when the tunnel names another
 * node or identity as the sender than the flow remembers.
 * Cost: about 45 ns hot.
 */
#define VIB_USE_CONNTRACK
#define VIB_USE_ENDPOINTS
#define VIB_USE_PATHS
#include <vibrissa/conntrack.h>
#include <vibrissa/endpoint.h>
#include <vibrissa/path.h>

#define VIB_FRAG_SECONDS 30

/* Ports of a later fragment from the first one's memory; the first one's are remembered. */
static __always_inline int fragment(struct vib_meta *m, const struct vib_config *config, __u64 now)
{
	struct vib_frag_key key = {.id = m->frag_id, .family = m->family, .proto = m->l4proto};
	__u32 life = config->timeout[VIB_TIMEOUT_FRAG];

	__builtin_memcpy(key.saddr, m->saddr, sizeof(key.saddr));
	__builtin_memcpy(key.daddr, m->daddr, sizeof(key.daddr));
	if (m->flags & VIB_F_LATER) {
		struct vib_frag *first = bpf_map_lookup_elem(&vib_frags, &key);

		if (!first || (__s64)(now - first->expires) > 0)
			return -1;
		m->sport = first->sport;
		m->dport = first->dport;
		m->icmp_type = first->icmp_type;
		m->icmp_code = first->icmp_code;
	} else if (!(m->flags & VIB_F_TRACE)) {
		struct vib_frag frag = {
			.expires = now + (life ? life : VIB_FRAG_SECONDS * (config->hz ?: 1000)),
			.sport = m->sport,
			.dport = m->dport,
			.icmp_type = m->icmp_type,
			.icmp_code = m->icmp_code,
		};

		bpf_map_update_elem(&vib_frags, &key, &frag, BPF_ANY);
	}
	return 0;
}

/* The tuple of the packet inside an ICMP error. addr must have room for two addresses. */
static __always_inline int inner_tuple(struct __sk_buff *ctx, struct vib_meta *m, __be32 *saddr,
				       __be32 *daddr, struct vib_tuple *t)
{
	__u32 off = m->l4_off + 8;
	__u8 l4[8];

	if (off > VIB_L4_MAX)
		return -1;
	if (m->family == 4) {
		struct iphdr ip;

		if (bpf_skb_load_bytes(ctx, off, &ip, sizeof(ip)) || ip.version != 4 ||
		    ip.ihl < 5 || (ip.frag_off & bpf_htons(VIB_IP4_OFFSET)))
			return -1;
		saddr[0] = ip.saddr;
		daddr[0] = ip.daddr;
		t->proto = ip.protocol;
		off += ip.ihl * 4;
	} else {
		struct vib_ext_walk w = {.off = off + sizeof(struct ipv6hdr)};
		struct ipv6hdr ip;

		if (bpf_skb_load_bytes(ctx, off, &ip, sizeof(ip)) || ip.version != 6)
			return -1;
		__builtin_memcpy(saddr, &ip.saddr, 16);
		__builtin_memcpy(daddr, &ip.daddr, 16);
		w.next = ip.nexthdr;
		if (vib_ip6_walk(ctx, &w, m->len) || (w.frag & 2))
			return -1;
		t->proto = w.next;
		off = w.off;
	}
	t->family = m->family;
	t->saddr = saddr;
	t->daddr = daddr;
	t->sport = 0;
	t->dport = 0;
	if (vib_has_ports(t->proto) || t->proto == m->l4proto) {
		if (bpf_skb_load_bytes(ctx, off, l4, sizeof(l4)))
			return -1;
		if (t->proto == m->l4proto) {
			if (vib_icmp_is_error(m->family, l4[0]))
				return -1;
			vib_icmp_ports(m->family, l4[0], *(__be16 *)(l4 + 4), &t->sport, &t->dport);
		} else {
			t->sport = *(__be16 *)l4;
			t->dport = *(__be16 *)(l4 + 2);
		}
	}
	return 0;
}

/* An error goes back to who sent the packet it carries. */
static __always_inline int related(struct __sk_buff *ctx, struct vib_meta *m, __u64 now)
{
	__be32 saddr[4] = {}, daddr[4] = {};
	struct vib_tuple t = {};
	struct vib_ct_entry *e;
	int second;

	if (inner_tuple(ctx, m, saddr, daddr, &t))
		return -1;
	if ((saddr[0] ^ m->daddr[0]) | (saddr[1] ^ m->daddr[1]) | (saddr[2] ^ m->daddr[2]) |
	    (saddr[3] ^ m->daddr[3]))
		return -1;
	e = vib_ct_find(&t, &second);
	if (!e || vib_ct_expired(e, now))
		return -1;
	m->ct_state = VIB_CT_RELATED;
	m->ct_dir = !vib_ct_dir(e, second);
	return 0;
}

/* Takes identities and path from the entry; dir is a constant, so that no field costs a branch. */
static __always_inline void recall(const struct vib_ct_entry *e, struct vib_meta *m, const __u8 dir)
{
	const struct vib_ct_side *to = &e->side[!dir];

	m->src_id = dir ? e->dst_id : e->src_id;
	m->dst_id = dir ? e->src_id : e->dst_id;
	m->src_flags = dir ? e->dst_flags : e->src_flags;
	m->dst_flags = dir ? e->src_flags : e->dst_flags;
	m->ep_id = dir ? e->dst_ep : e->src_ep;
	m->dst_ep_id = dir ? e->src_ep : e->dst_ep;
	m->group = e->group[dir];
	m->node = e->node[dir];
	m->out_ifindex = to->ifindex;
	m->mtu = to->mtu;
	m->dst_ep_flags = to->flags;
	vib_mac_copy(m->nh_mac, to->mac);
	vib_mac_copy(m->out_mac, to->node_mac);
}

/* Does the tunnel, when the packet came by one, name the sender that the flow remembers? */
static __always_inline int same_sender(const struct vib_ct_entry *e, const struct vib_meta *m)
{
	__u8 dir = m->ct_dir & 1;

	if (vib_likely(!(m->flags & VIB_F_DECAPPED)))
		return 1;
	/* node[d] is where packets of direction d go, so that of the other one is their sender's */
	return m->src_node == (dir ? e->node[0] : e->node[1]) &&
	       (!m->src_id || m->src_id == (dir ? e->dst_id : e->src_id));
}

/* The flow of a whole packet, or NULL: none, forgotten, or a fresh SYN over a closed one. */
static __always_inline struct vib_ct_entry *flow_of(const struct vib_meta *m, __u64 now,
						    int *second)
{
	struct vib_tuple t = vib_tuple_of(m);
	struct vib_ct_entry *e = vib_ct_find(&t, second);

	if (!e || vib_ct_expired(e, now) ||
	    (e->state >= VIB_FLOW_FIN_WAIT &&
	     (m->tcp_flags & (VIB_TCP_SYN | VIB_TCP_ACK)) == VIB_TCP_SYN))
		return NULL;
	return e;
}

/* Who sent it: what the flow remembers, else the endpoint map. 0 or a drop reason. */
static __always_inline int source_of(struct __sk_buff *ctx, struct vib_meta *m,
				     const struct vib_ct_entry *e, int second)
{
	const struct vib_ct_side *from;

	if (!e || e->gen != m->gen)
		return vib_check_source(ctx, m);
	from = vib_ct_dir(e, second) ? &e->side[1] : &e->side[0];
	return vib_speaks_for(ctx, m, from->ifindex, from->mac, from->flags);
}

VIB_STAGE(VIB_SLOT_CONNTRACK, vib_stage_conntrack, VIB_ON_EP | VIB_ON_NET | VIB_ON_HOST, 0,
	  VIB_CAP_SOURCE | VIB_CAP_CT)
{
	struct vib_config *config = vib_config_get();
	struct vib_ct_entry *e = NULL;
	int second = 0, reason;
	__u64 now;

	if (!m->family)
		return VIB_NEXT(ctx, m);
	if (!config)
		return VIB_DROP(ctx, m, VIB_DROP_NO_CONFIGURATION_AVAILABLE);
	now = bpf_jiffies64();
	if (vib_likely(!(m->flags & (VIB_F_FRAG | VIB_F_ICMP_ERR))))
		e = flow_of(m, now, &second);
	if (m->chain == VIB_CHAIN_EP) {
		reason = source_of(ctx, m, e, second);
		if (vib_unlikely(reason))
			return VIB_DROP(ctx, m, reason);
	} else if (m->chain == VIB_CHAIN_NET && !e && !(m->flags & VIB_F_DECAPPED) &&
		   !vib_endpoint_of(m->family, m->daddr)) {
		if (vib_likely(!(config->flags & VIB_CONFIG_HOST_POLICY)) || vib_of_link(m)) {
			vib_skip(s, m, 1u << VIB_SLOT_IPCACHE | 1u << VIB_SLOT_DELIVER);
			return VIB_NEXT(ctx, m);
		}
		m->flags |= VIB_F_TO_HOST;
	}
	if (vib_unlikely(m->flags & VIB_F_FRAG)) {
		if (fragment(m, config, now))
			return m->flags & (VIB_F_TO_HOST | VIB_F_UPLINK)
				       ? VIB_NEXT(ctx, m)
				       : VIB_DROP(
						 ctx, m,
						 VIB_DROP_FIRST_LOGICAL_DATAGRAM_FRAGMENT_NOT_FOUND);
		if (!(m->flags & VIB_F_ICMP_ERR))
			e = flow_of(m, now, &second);
	}
	if (vib_unlikely(m->flags & VIB_F_ICMP_ERR)) {
		if (!related(ctx, m, now) || (m->flags & (VIB_F_TO_HOST | VIB_F_UPLINK)))
			return VIB_NEXT(ctx, m);
		return VIB_DROP(ctx, m, VIB_DROP_UNKNOWN_CONNECTION_TRACKING_STATE);
	}
	if (!e) {
		m->ct_state = VIB_CT_NEW;
		m->flags |= VIB_F_COMMIT;
		vib_note(m, config, VIB_CAUSE_START);
		return VIB_NEXT(ctx, m);
	}
	m->ct_dir = vib_ct_dir(e, second);
	m->ct_state = m->ct_dir ? VIB_CT_REPLY : VIB_CT_ESTABLISHED;
	if (vib_unlikely(e->gen != m->gen || !same_sender(e, m))) {
		m->flags |= VIB_F_COMMIT;
		if ((e->flags & VIB_CT_MIDSTREAM) && (m->ct_dir || (e->flags & VIB_CT_REPLY_SEEN)))
			m->flags |= VIB_F_EITHER;
		if (e->flags & VIB_CT_MASKED)
			m->flags |= VIB_F_MASKED;
		if (m->chain == VIB_CHAIN_NET && !(m->flags & VIB_F_DECAPPED) &&
		    !vib_endpoint_of(m->family, m->daddr))
			m->flags |= VIB_F_TO_HOST;
		return VIB_NEXT(ctx, m);
	}
	m->flags |= VIB_F_CACHED;
	if (m->ct_dir)
		recall(e, m, 1);
	else
		recall(e, m, 0);
	if (m->chain == VIB_CHAIN_NET && (m->src_flags & VIB_IP_LOCAL))
		return VIB_DROP(ctx, m, VIB_DROP_INVALID_SOURCE_IP);
	vib_skip(s, m, 1u << VIB_SLOT_IPCACHE | 1u << VIB_SLOT_POLICY);
	vib_skip_in_dlv(s, m, 1u << VIB_SLOT_POLICY);
	vib_choose_forward(s, m);
	if (vib_unlikely(m->flags & VIB_F_TRACE))
		return VIB_NEXT(ctx, m);
	if (m->ct_dir)
		vib_ct_count(e, m, config, now, 1);
	else
		vib_ct_count(e, m, config, now, 0);
	return VIB_NEXT(ctx, m);
}

VIB_LICENSE("Dual BSD/GPL");
