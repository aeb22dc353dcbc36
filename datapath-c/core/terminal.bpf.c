// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Terminal: the end of every chain, for packets nobody before wanted.
 *
 * Contract: slot 31, all chains, needs nothing.
 *
 * ep: into the host's stack as if received on vib_host, or, when the configuration says so,
 * dropped (150); frames without IP are dropped (166, tagged ones 182). A packet for another host
 * of the cluster is dropped (160) when its path group has no forward stage; when it has one, the
 * stage has left the packet (TTL 1, larger than the path) for the stack to answer.
 *
 * net: passed on (TC_ACT_OK, or TCX_NEXT for coexistence). What came out of a tunnel goes into
 * the host's stack as if received on vib_host when it is for the host itself, or for an endpoint
 * and the stack must answer; otherwise it is dropped (152, without IP 166): it is for nobody here.
 *
 * host: passed on, except that a packet for another host of the cluster which no forward stage
 * took is dropped (160): vib_host leads nowhere. By an underlay device (VIB_F_UPLINK) all pass.
 *
 * dlv: dropped (152), since no stage has delivered. Cost: about 3 ns.
 */
#define VIB_USE_PATHS
#include <vibrissa/stage.h>
#include <linux/if_ether.h>

static __always_inline int to_stack(struct __sk_buff *ctx, struct vib_meta *m,
				    const struct vib_config *config)
{
	if (!config->host_ifindex)
		return VIB_DROP(ctx, m, VIB_DROP_LOCAL_HOST_IS_UNREACHABLE);
	m->out_ifindex = config->host_ifindex;
	return VIB_FINISH(ctx, m, bpf_redirect(config->host_ifindex, BPF_F_INGRESS));
}

/* Has the destination's path group a forward stage? */
static __always_inline int carried(const struct vib_meta *m)
{
	__u32 key = m->group;
	struct vib_group *group = bpf_map_lookup_elem(&vib_groups, &key);

	return key && group && group->slot;
}

static __always_inline int from_endpoint(struct __sk_buff *ctx, struct vib_meta *m,
					 const struct vib_config *config)
{
	if (m->flags & VIB_F_VLAN)
		return VIB_DROP(ctx, m, VIB_DROP_VLAN_FILTERED);
	if (!m->family)
		return VIB_DROP(ctx, m, VIB_DROP_UNSUPPORTED_L2_PROTOCOL);
	if (m->dst_flags & VIB_IP_NODE) {
		if (!carried(m))
			return VIB_DROP(ctx, m, VIB_DROP_NO_TUNNEL_OR_ENCAPSULATION_ENDPOINT);
		return to_stack(ctx, m, config);
	}
	if (vib_unlikely(config->flags & VIB_CONFIG_HOST_POLICY))
		ctx->mark |= VIB_MARK_ENDPOINT;
	if (config->flags & VIB_CONFIG_TERMINAL_DROP)
		return VIB_DROP(ctx, m, VIB_DROP_UNKNOWN_L3_TARGET_ADDRESS);
	return to_stack(ctx, m, config);
}

/* The inner frame has the sender's idea of MACs; the stack takes only what is for vib_host. */
static __always_inline int from_tunnel(struct __sk_buff *ctx, struct vib_meta *m,
				       const struct vib_config *config)
{
	if (!m->family)
		return VIB_DROP(ctx, m, VIB_DROP_UNSUPPORTED_L2_PROTOCOL);
	if (!(m->dst_flags & (VIB_IP_HOST | VIB_IP_LOCAL)))
		return VIB_DROP(ctx, m, VIB_DROP_NO_MATCHING_LOCAL_CONTAINER_FOUND);
	if (bpf_skb_store_bytes(ctx, 0, config->host_mac, ETH_ALEN, 0))
		return VIB_DROP(ctx, m, VIB_DROP_ERROR_WRITING_TO_PACKET);
	return to_stack(ctx, m, config);
}

VIB_STAGE(VIB_SLOT_TERMINAL, vib_stage_terminal, VIB_ON_ALL, 0, 0)
{
	struct vib_config *config = vib_config_get();

	if (!config)
		return VIB_DROP(ctx, m, VIB_DROP_NO_CONFIGURATION_AVAILABLE);
	if (m->chain == VIB_CHAIN_DLV)
		return VIB_DROP(ctx, m, VIB_DROP_NO_MATCHING_LOCAL_CONTAINER_FOUND);
	if (m->chain == VIB_CHAIN_EP)
		return from_endpoint(ctx, m, config);
	if (m->chain == VIB_CHAIN_HOST && (m->dst_flags & VIB_IP_NODE) &&
	    !(m->flags & VIB_F_UPLINK))
		return VIB_DROP(ctx, m, VIB_DROP_NO_TUNNEL_OR_ENCAPSULATION_ENDPOINT);
	if (m->flags & VIB_F_DECAPPED)
		return from_tunnel(ctx, m, config);
	return VIB_FINISH(ctx, m, config->flags & VIB_CONFIG_COEXIST ? TC_ACT_UNSPEC : TC_ACT_OK);
}

VIB_LICENSE("Dual BSD/GPL");
