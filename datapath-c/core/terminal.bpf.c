// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Terminal: the end of every chain, for packets nobody before wanted.
 *
 * Contract: slot 31, all chains, needs nothing. ep: into the host's stack as if received on
 * vib_host, or, when the configuration says so, dropped (150); frames without IP are dropped (166,
 * tagged ones 182). net, host: passed on (TC_ACT_OK, or TCX_NEXT for coexistence). dlv: dropped
 * (152), since no stage has delivered. Cost: about 3 ns.
 */
#include <vibrissa/stage.h>

VIB_STAGE(VIB_SLOT_TERMINAL, vib_stage_terminal, VIB_ON_ALL, 0, 0)
{
	struct vib_config *config = vib_config_get();

	if (!config)
		return VIB_DROP(ctx, m, VIB_DROP_NO_CONFIGURATION_AVAILABLE);
	if (m->chain == VIB_CHAIN_DLV)
		return VIB_DROP(ctx, m, VIB_DROP_NO_MATCHING_LOCAL_CONTAINER_FOUND);
	if (m->chain != VIB_CHAIN_EP)
		return VIB_FINISH(ctx, m,
				  config->flags & VIB_CONFIG_COEXIST ? TC_ACT_UNSPEC : TC_ACT_OK);
	if (m->flags & VIB_F_VLAN)
		return VIB_DROP(ctx, m, VIB_DROP_VLAN_FILTERED);
	if (!m->family)
		return VIB_DROP(ctx, m, VIB_DROP_UNSUPPORTED_L2_PROTOCOL);
	if (config->flags & VIB_CONFIG_TERMINAL_DROP)
		return VIB_DROP(ctx, m, VIB_DROP_UNKNOWN_L3_TARGET_ADDRESS);
	if (!config->host_ifindex)
		return VIB_DROP(ctx, m, VIB_DROP_LOCAL_HOST_IS_UNREACHABLE);
	m->out_ifindex = config->host_ifindex;
	return VIB_FINISH(ctx, m, bpf_redirect(config->host_ifindex, BPF_F_INGRESS));
}

VIB_LICENSE("Dual BSD/GPL");
