// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Packets of a cgroup's sockets. Each is judged as its flow's first packet was, once a flow and policy
 * generation; what was let through is remembered in vib_cgroup_flows. The other end is an identity by
 * its address; loopback and the host's own addresses are the host.
 *
 * A refused packet is dropped and counted (133, 181); at egress the sender gets EPERM. ICMP errors pass.
 * A TCP flow that began before the program came is taken for one of the direction that is allowed.
 * Cost: 60 ns, for an endpoint without policy 20 ns.
 */
#include <linux/bpf.h>
#include <linux/tcp.h>

#include "told.h"

struct socket_packet {
	__be32 saddr[4];
	__be32 daddr[4];
	__be16 sport;
	__be16 dport;
	__u8 family;
	__u8 proto;
	__u8 tcp_flags;
	__u8 error; /* an ICMP error */
};

static __always_inline int read_l4(struct __sk_buff *ctx, __u32 off, struct socket_packet *p)
{
	__u8 head[8];

	if (p->proto == (p->family == 4 ? IPPROTO_ICMP : IPPROTO_ICMPV6)) {
		if (bpf_skb_load_bytes(ctx, off, head, sizeof(head)))
			return -1;
		p->error = vib_icmp_is_error(p->family, head[0]);
		if (!p->error)
			vib_icmp_ports(p->family, head[0], *(__be16 *)(head + 4), &p->sport,
				       &p->dport);
		return 0;
	}
	if (!vib_has_ports(p->proto))
		return 0;
	if (bpf_skb_load_bytes(ctx, off, head, 4))
		return -1;
	p->sport = *(__be16 *)head;
	p->dport = *(__be16 *)(head + 2);
	if (p->proto == IPPROTO_TCP)
		return bpf_skb_load_bytes(ctx, off + 13, &p->tcp_flags, 1);
	return 0;
}

/* The data of a program at a socket begins with the IP header. */
static __always_inline int read_packet(struct __sk_buff *ctx, struct socket_packet *p)
{
	if (ctx->protocol == bpf_htons(ETH_P_IP)) {
		struct iphdr ip;

		if (bpf_skb_load_bytes(ctx, 0, &ip, sizeof(ip)) || ip.ihl < 5)
			return -1;
		p->family = 4;
		p->proto = ip.protocol;
		p->saddr[0] = ip.saddr;
		p->daddr[0] = ip.daddr;
		if (ip.frag_off & bpf_htons(VIB_IP4_OFFSET))
			return 0;
		return read_l4(ctx, ip.ihl * 4, p);
	}
	if (ctx->protocol == bpf_htons(ETH_P_IPV6)) {
		struct vib_ext_walk w = {.off = sizeof(struct ipv6hdr)};
		struct ipv6hdr ip;

		if (bpf_skb_load_bytes(ctx, 0, &ip, sizeof(ip)))
			return -1;
		p->family = 6;
		__builtin_memcpy(p->saddr, &ip.saddr, 16);
		__builtin_memcpy(p->daddr, &ip.daddr, 16);
		w.next = ip.nexthdr;
		if (vib_ip6_walk(ctx, &w, ctx->len))
			return -1;
		p->proto = w.next;
		return w.frag & 2 ? 0 : read_l4(ctx, w.off, p);
	}
	return 1;
}

/* The deepest cgroup above the socket that is an endpoint. */
static __always_inline __u32 endpoint_of(struct __sk_buff *ctx)
{
	__u32 found = vib_cgroup_endpoint(bpf_skb_cgroup_id(ctx));
	int level;

#pragma clang loop unroll(disable)
	for (level = VIB_CGROUP_LEVELS; !found && level > 0; level--) {
		__u64 id = bpf_skb_ancestor_cgroup_id(ctx, level);

		if (id)
			found = vib_cgroup_endpoint(id);
	}
	return found;
}

static __always_inline __u64 life(const struct vib_config *config, const struct socket_packet *p)
{
	__u32 hz = config->hz ?: 1000;

	if (p->proto != IPPROTO_TCP)
		return config->timeout[VIB_TIMEOUT_OTHER] ?: 60 * hz;
	if (p->tcp_flags & VIB_TCP_RST)
		return config->timeout[VIB_TIMEOUT_CLOSING] ?: 10 * hz;
	if (p->tcp_flags & VIB_TCP_FIN)
		return config->timeout[VIB_TIMEOUT_OTHER] ?: 60 * hz;
	return config->timeout[VIB_TIMEOUT_ESTABLISHED] ?: 8000 * hz;
}

/* Written once a second, and at once when the flow ends. */
static __always_inline void keep(struct vib_cgroup_flow *flow, __u64 expires, __u32 hz)
{
	if ((__s64)(expires - flow->expires) >= hz || (__s64)(flow->expires - expires) >= hz)
		flow->expires = expires;
}

static __always_inline int refuse(struct __sk_buff *ctx, const struct socket_packet *p,
				  const struct vib_policy_query *q, __u32 endpoint,
				  const __u8 direction, int reason)
{
	const int egress = direction == VIB_EGRESS;
	struct vib_refused r = {
		.local_port = egress ? p->sport : p->dport,
		.remote_port = egress ? p->dport : p->sport,
		.family = p->family,
		.proto = p->proto,
		.tcp_flags = p->tcp_flags,
		.direction = direction,
		.endpoint = endpoint,
		.ifindex = ctx->ifindex,
		.len = ctx->len,
	};

	__builtin_memcpy(r.local, egress ? p->saddr : p->daddr, sizeof(r.local));
	__builtin_memcpy(r.remote, egress ? p->daddr : p->saddr, sizeof(r.remote));
	vib_tell_refused(&r, q, reason);
	return vib_refuse(direction, reason, ctx->len);
}

static __always_inline int judge(struct __sk_buff *ctx, const __u8 direction)
{
	struct vib_config *config = vib_config_get();
	struct socket_packet p = {};
	struct vib_policy_query q = {};
	struct vib_cgroup_flow_key key = {};
	struct vib_cgroup_flow *flow, fresh = {};
	const int egress = direction == VIB_EGRESS;
	int begins, known, reason, unread;
	__u64 now;

	key.endpoint = endpoint_of(ctx);
	if (!key.endpoint)
		return VIB_SOCKET_PASS;
	q.set = vib_policy_set_of(key.endpoint);
	if (!q.set)
		return VIB_SOCKET_PASS;
	if (!config)
		return vib_refuse(direction, VIB_DROP_NO_CONFIGURATION_AVAILABLE, ctx->len);
	unread = read_packet(ctx, &p);
	if (unread < 0)
		return vib_refuse(direction, VIB_DROP_INVALID_PACKET_DROPPED, ctx->len);
	if (unread || p.error)
		return VIB_SOCKET_PASS;

	now = bpf_jiffies64();
	key.family = p.family;
	key.proto = p.proto;
	key.local_port = egress ? p.sport : p.dport;
	key.remote_port = egress ? p.dport : p.sport;
	__builtin_memcpy(key.remote, egress ? p.daddr : p.saddr, sizeof(key.remote));
	flow = bpf_map_lookup_elem(&vib_cgroup_flows, &key);
	begins = p.proto != IPPROTO_TCP ||
		 (p.tcp_flags & (VIB_TCP_SYN | VIB_TCP_ACK)) == VIB_TCP_SYN;
	known = flow && (__s64)(now - flow->expires) <= 0 && !(begins && p.proto == IPPROTO_TCP);
	if (known && flow->gen == config->gen) {
		keep(flow, now + life(config, &p), config->hz ?: 1000);
		return VIB_SOCKET_PASS;
	}

	fresh.direction = known ? flow->direction : direction;
	fresh.flags = known ? flow->flags : begins ? 0 : VIB_CGROUP_GUESS;
	fresh.gen = config->gen;
	fresh.expires = now + life(config, &p);
	q.identity = vib_identity_of(p.family, key.remote);
	q.proto = p.proto;
	reason = vib_refusal(&q, fresh.direction, fresh.direction == direction ? p.dport : p.sport);
	if (reason && (fresh.flags & VIB_CGROUP_GUESS)) {
		fresh.direction = !fresh.direction;
		if (!vib_refusal(&q, fresh.direction,
				 fresh.direction == direction ? p.dport : p.sport))
			reason = 0;
	}
	if (reason)
		return refuse(ctx, &p, &q, key.endpoint, direction, reason);
	bpf_map_update_elem(&vib_cgroup_flows, &key, &fresh, BPF_ANY);
	return VIB_SOCKET_PASS;
}

SEC("cgroup_skb/ingress") int vib_cgroup_ingress(struct __sk_buff *ctx)
{
	return judge(ctx, VIB_INGRESS);
}

SEC("cgroup_skb/egress") int vib_cgroup_egress(struct __sk_buff *ctx)
{
	return judge(ctx, VIB_EGRESS);
}

VIB_LICENSE("Dual BSD/GPL");
