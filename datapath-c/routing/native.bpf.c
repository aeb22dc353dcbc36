// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Native forwarding: packets for another host as they are, to the neighbour that leads there.
 *
 * Contract: slot 22, chains ep and host, needs IDENTITY; provides FORWARD. Acts on packets whose
 * path group is carried by slot 22. The way is one of the node's hops, chosen by the flow's hash;
 * the kernel resolves the neighbour and writes the MACs. From an endpoint the TTL goes down by
 * one. IPv6 cannot be sent to an IPv4 neighbour: where the node's hops are IPv4, the way of IPv6
 * packets is in vib_native_ways.
 *
 * Goes on (so that the stack answers) with: TTL or hop limit 1, and packets larger than the path,
 * both from ep. Drops: 197 a node that is not known; 169 a node without a way; 100 a packet of the
 * host's own that is larger than the path. Cost: about 60 ns without the neighbour's resolution.
 */
#define VIB_USE_PATHS
#include <vibrissa/csum.h>
#include <vibrissa/export.h>
#include <vibrissa/parse.h>
#include <vibrissa/path.h>

/* Per CPU; a super-packet counts as one. Bytes from the IP header on. */
struct vib_native_count {
	__u64 packets;
	__u64 bytes;
};
_Static_assert(sizeof(struct vib_native_count) == 16, "struct vib_native_count is 16 bytes");

/* What IPv6 packets for a node take when vib_nodes has IPv4 hops for it. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct vib_node_key);
	__type(value, struct vib_node);
} vib_native_ways SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct vib_native_count);
} vib_native_sent SEC(".maps");

/* The node as it is to be reached with packets of this family. */
static __always_inline struct vib_node *reached(const struct vib_meta *m, struct vib_node *node)
{
	struct vib_node_key key = {.id = m->node};

	if (m->family == 4 || node->family == 6)
		return node;
	return bpf_map_lookup_elem(&vib_native_ways, &key);
}

static __always_inline int decrease_ttl(struct __sk_buff *ctx, const struct vib_meta *m)
{
	void *ip;

	if (!vib_linear(ctx, ETH_HLEN + sizeof(struct iphdr)))
		return -1;
	ip = vib_data(ctx) + ETH_HLEN;
	if (ip + sizeof(struct iphdr) > vib_data_end(ctx))
		return -1;
	if (m->family == 4)
		vib_ip4_decrease_ttl(ip);
	else
		((struct ipv6hdr *)ip)->hop_limit--;
	return 0;
}

static __always_inline void count(const struct vib_meta *m)
{
	struct vib_native_count *sent;
	__u32 zero = 0;

	if (vib_unlikely(m->flags & VIB_F_TRACE))
		return;
	sent = bpf_map_lookup_elem(&vib_native_sent, &zero);
	if (sent) {
		sent->packets++;
		sent->bytes += m->len - m->l3_off;
	}
}

VIB_STAGE(VIB_SLOT_FORWARD_NATIVE, vib_stage_native, VIB_ON_EP | VIB_ON_HOST, VIB_CAP_IDENTITY,
	  VIB_CAP_FORWARD)
{
	struct vib_node *node;
	struct vib_hop *hop;

	if (!m->family || !vib_forward_is(m, VIB_SLOT_FORWARD_NATIVE))
		return VIB_NEXT(ctx, m);
	node = vib_node_of(m);
	if (!node)
		return VIB_DROP(ctx, m, VIB_DROP_NO_NODE_ID);
	node = reached(m, node);
	hop = node ? vib_hop_of(node, vib_flow_hash(m)) : NULL;
	if (!hop || (m->family == 6 && hop->family == 4))
		return VIB_DROP(ctx, m, VIB_DROP_FIB_LOOKUP_FAILED);
	m->mtu = node->mtu;
	if (node->mtu && vib_ip_len(m) > node->mtu) {
		if (m->chain == VIB_CHAIN_HOST)
			return VIB_DROP(ctx, m, VIB_DROP_PACKET_TOO_BIG);
		return VIB_NEXT(ctx, m);
	}
	if (m->chain == VIB_CHAIN_EP) {
		if (m->ttl <= 1)
			return VIB_NEXT(ctx, m);
		if (decrease_ttl(ctx, m))
			return VIB_DROP(ctx, m, VIB_DROP_ERROR_WRITING_TO_PACKET);
	}
	m->out_ifindex = hop->ifindex;
	count(m);
	return VIB_FINISH(ctx, m, vib_redirect_hop(hop));
}

VIB_LICENSE("Dual BSD/GPL");
