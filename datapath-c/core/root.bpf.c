// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The roots: one program per kind of hook, attached to many devices and never detached by a
 * change. Each zeroes the packet's record, parses once, and walks its chain from slot 0.
 *
 *   vib_root_ep    tc ingress of an endpoint's host-side device
 *   vib_root_net   tc ingress of an underlay device
 *   vib_root_host  tc egress of vib_host
 *   vib_root_uplink  tc egress of an underlay device, once the host has had a policy: chain host with
 *                  conntrack, ipcache and policy alone, for packets of the host's own addresses;
 *                  a pass for all others, and for all while VIB_CONFIG_HOST_POLICY is not set
 *
 * Verdicts of their own: ep and host drop what has no usable IP or transport header; net passes
 * frames without IP and headers it cannot read to the host's stack, except that a broken
 * transport header for a local endpoint is dropped. Cost: about 10 ns.
 */
#define VIB_USE_ENDPOINTS
#define VIB_USE_IPCACHE
#define VIB_USE_WATCH
#include <vibrissa/endpoint.h>
#include <vibrissa/parse.h>
#include <vibrissa/watched.h>

/* A packet with the mark which user space has chosen for the trace that runs now. */
static __always_inline void vib_begin_trace(struct vib_scratch *s, struct vib_meta *m, __u32 mark)
{
	m->flags = VIB_F_TRACE;
	s->trace.id = mark;
	s->trace.count = 0;
	s->trace.done = 0;
	s->trace.action = 0;
	s->trace.end_ns = 0;
	s->last_slot = VIB_SLOTS;
	s->last_chain = m->chain;
}

/* One packet in config->sample is timed; two reads in a row tell what a read costs. */
static __always_inline void vib_begin_timed(struct vib_scratch *s, struct vib_meta *m)
{
	__u64 first = bpf_ktime_get_ns();

	m->flags |= VIB_F_TIMED;
	s->last_slot = VIB_SLOTS;
	s->last_chain = m->chain;
	s->last_ns = bpf_ktime_get_ns();
	s->clock_ns += s->last_ns - first;
	s->clock_count++;
}

/* Every packet is notable, or any may turn out to be watched. */
static __always_inline void vib_begin_seen(struct vib_meta *m, __u32 flags)
{
	if (flags & VIB_CONFIG_EACH_PACKET) {
		m->flags = VIB_F_NOTABLE;
		m->causes = VIB_CAUSE_PACKET;
	}
	if (flags & VIB_CONFIG_WATCH)
		m->flags |= VIB_F_WATCHED;
}

static __always_inline struct vib_scratch *vib_begin(struct __sk_buff *ctx, const __u8 chain)
{
	struct vib_config *config = vib_config_get();
	struct vib_scratch *s = vib_scratch_of_cpu();
	struct vib_meta *m;

	if (!config || !s)
		return NULL;
	m = &s->meta;
	__builtin_memset(m, 0, sizeof(*m));
	m->abi = VIB_ABI;
	m->size = sizeof(*m);
	m->chain = chain;
	m->origin = chain;
	m->slot = VIB_SLOTS;
	m->ifindex = ctx->ifindex;
	m->gen = config->gen;
	__builtin_memcpy(s->slots, config->slots, sizeof(s->slots));
	if (vib_unlikely(config->trace_mark && ctx->mark == config->trace_mark)) {
		vib_begin_trace(s, m, config->trace_mark);
		return s;
	}
	s->packets[chain]++;
	s->bytes[chain] += ctx->len;
	if (vib_unlikely(config->flags & (VIB_CONFIG_EACH_PACKET | VIB_CONFIG_WATCH)))
		vib_begin_seen(m, config->flags);
	if (vib_unlikely(config->sample && !(s->turn++ & (config->sample - 1))))
		vib_begin_timed(s, m);
	return s;
}

/* Parses, and finds out whether the packet is watched indeed. */
static __always_inline int vib_read(struct __sk_buff *ctx, struct vib_scratch *s,
				    struct vib_meta *m)
{
	int err = vib_parse(ctx, m);

	if (vib_unlikely(m->flags & VIB_F_WATCHED))
		vib_begin_watched(s, m);
	return err;
}

/*
 * What the header alone tells about stages that answer VIB_NEXT to it: the guard has no business with
 * unicast TCP and UDP, nor the UDP tunnels with anything but UDP.
 */
static __always_inline void vib_skip_by_header(struct vib_scratch *s, const struct vib_meta *m)
{
	int udp = m->l4proto == IPPROTO_UDP;

	if (m->chain == VIB_CHAIN_NET) {
		if (!udp)
			vib_skip(s, m, 1u << VIB_SLOT_DECAP_VXLAN | 1u << VIB_SLOT_DECAP_GENEVE);
	} else if ((udp || m->l4proto == IPPROTO_TCP) && !(m->flags & VIB_F_MULTICAST)) {
		vib_skip(s, m, 1u << VIB_SLOT_GUARD);
	}
}

/* What an answer of ours to a refused packet passes by. */
#define VIB_FLOW_SLOTS (1u << VIB_SLOT_CONNTRACK | 1u << VIB_SLOT_POLICY)

SEC("tc") int vib_root_ep(struct __sk_buff *ctx)
{
	struct vib_scratch *s = vib_begin(ctx, VIB_CHAIN_EP);
	struct vib_meta *m;

	if (!s)
		return TC_ACT_SHOT;
	m = &s->meta;
	if (vib_likely(!vib_read(ctx, s, m))) {
		vib_skip_by_header(s, m);
		VIB_WALK(ctx, vib_chain_ep, &s->slots[VIB_CHAIN_EP], 0);
		vib_drop(m, VIB_DROP_MISSED_TAIL_CALL);
	} else {
		vib_drop(m, m->reason);
	}
	return vib_finish(ctx, s, m, VIB_SLOTS, VIB_ON_EP);
}

SEC("tc") int vib_root_net(struct __sk_buff *ctx)
{
	struct vib_scratch *s = vib_begin(ctx, VIB_CHAIN_NET);
	struct vib_meta *m;

	if (!s)
		return vib_pass_action();
	m = &s->meta;
	if (vib_likely(!vib_read(ctx, s, m) && m->family)) {
		vib_skip_by_header(s, m);
		VIB_WALK(ctx, vib_chain_net, &s->slots[VIB_CHAIN_NET], 0);
		vib_end(m, vib_pass_action(), VIB_VERDICT_FORWARDED);
	} else if ((m->flags & VIB_F_BAD_L4) && vib_endpoint_of(m->family, m->daddr)) {
		vib_drop(m, m->reason);
	} else {
		m->reason = 0;
		vib_end(m, vib_pass_action(), VIB_VERDICT_FORWARDED);
	}
	return vib_finish(ctx, s, m, VIB_SLOTS, VIB_ON_NET);
}

SEC("tc") int vib_root_host(struct __sk_buff *ctx)
{
	struct vib_scratch *s = vib_begin(ctx, VIB_CHAIN_HOST);
	struct vib_meta *m;

	if (!s)
		return vib_pass_action();
	m = &s->meta;
	if (vib_likely(!vib_read(ctx, s, m))) {
		vib_skip_by_header(s, m);
		if (vib_unlikely(ctx->mark == VIB_MARK_ANSWER)) {
			s->slots[VIB_CHAIN_HOST] &= ~VIB_FLOW_SLOTS;
			s->slots[VIB_CHAIN_DLV] &= ~VIB_FLOW_SLOTS;
		}
		VIB_WALK(ctx, vib_chain_host, &s->slots[VIB_CHAIN_HOST], 0);
		vib_end(m, vib_pass_action(), VIB_VERDICT_FORWARDED);
	} else {
		vib_drop(m, m->reason);
	}
	return vib_finish(ctx, s, m, VIB_SLOTS, VIB_ON_HOST);
}

/* What runs for a packet of the host that leaves by an underlay device. */
#define VIB_UPLINK_SLOTS                                                             \
	(1u << VIB_SLOT_CONNTRACK | 1u << VIB_SLOT_IPCACHE | 1u << VIB_SLOT_POLICY | \
	 1u << VIB_SLOT_COMMIT | 1u << VIB_SLOT_TRACE | 1u << VIB_SLOT_TERMINAL)

/* Is the source an address of this host? Reads as little of the frame as tells. */
static __always_inline int sent_by_host(struct __sk_buff *ctx)
{
	struct vib_iphash_key key = {};
	struct vib_ipcache_entry *found;

	if (ctx->protocol == bpf_htons(ETH_P_IP)) {
		key.family = 4;
		if (bpf_skb_load_bytes(ctx, ETH_HLEN + 12, key.addr, 4))
			return 0;
	} else if (ctx->protocol == bpf_htons(ETH_P_IPV6)) {
		key.family = 6;
		if (bpf_skb_load_bytes(ctx, ETH_HLEN + 8, key.addr, 16))
			return 0;
		if ((key.addr[0] & bpf_htonl(0xffc00000)) == bpf_htonl(0xfe800000))
			return 1;
	} else {
		return 0;
	}
	found = bpf_map_lookup_elem(&vib_iphash, &key);
	return found && (found->flags & VIB_IP_HOST);
}

SEC("tc") int vib_root_uplink(struct __sk_buff *ctx)
{
	struct vib_config *config = vib_config_get();
	struct vib_scratch *s;
	struct vib_meta *m;

	if (!config || !(config->flags & VIB_CONFIG_HOST_POLICY) || ctx->mark == VIB_MARK_ANSWER ||
	    !sent_by_host(ctx))
		return vib_pass_action();
	s = vib_begin(ctx, VIB_CHAIN_HOST);
	if (!s)
		return vib_pass_action();
	m = &s->meta;
	if (vib_read(ctx, s, m) || !m->family || vib_of_link(m))
		return vib_pass_action();
	m->flags |= VIB_F_UPLINK;
	if (ctx->mark & VIB_MARK_ENDPOINT)
		m->flags |= VIB_F_MASKED;
	s->slots[VIB_CHAIN_HOST] &= VIB_UPLINK_SLOTS;
	VIB_WALK(ctx, vib_chain_host, &s->slots[VIB_CHAIN_HOST], 0);
	vib_end(m, vib_pass_action(), VIB_VERDICT_FORWARDED);
	return vib_finish(ctx, s, m, VIB_SLOTS, VIB_ON_HOST);
}

VIB_LICENSE("Dual BSD/GPL");
