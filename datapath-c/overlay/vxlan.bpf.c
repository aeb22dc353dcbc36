// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * VXLAN (RFC 7348). The VNI is the sender's identity: 256..65535 or a reserved one; toward and from
 * a foreign tunnel endpoint it is the configured one.
 *
 * vib_stage_forward_vxlan: slot 20, chains ep and host, needs IDENTITY, provides FORWARD. Carries
 * packets whose group has this slot in force. Goes on, so that the host's stack answers, with TTL or
 * hop limit 1 and with packets too large for the path, both from ep only. Drops: 197 node not known;
 * 169 no way to it; 100 too large from host; 171 source without an identity that may travel; 141 no
 * room could be made. Cost: about 60 ns.
 *
 * vib_stage_decap_vxlan: slot 3, chain net. Only UDP comes here. Goes on with what is no VXLAN for this host, and with
 * the inner packet (VIB_F_DECAPPED, src_id, src_node set). Drops: 172 sender not known; 157 a
 * fragment; 134 header cut short, IP options, inner header broken; 183 no VNI or one that is no
 * identity; 166 inner frame without IP, 182 tagged; 139 inner and outer family differ on a kernel
 * before 6.3; 111 congestion marked on what knows no ECN; 141 the header could not be taken off.
 * Cost: about 3 ns for other packets, 80 ns for tunnels.
 */
#include "overlay.h"

#define VXLAN_HAS_VNI 0x08000000u /* the I bit */
#define VXLAN_GPE     0x04000000u /* the P bit of the generic extension: no Ethernet inside */

#define VXLAN_IDENTITY_MOST 0xffff

struct vxlan_head {
	__be32 flags;
	__be32 vni; /* 24 bits, then 8 reserved */
};

/* The frame up to the inner packet, from the outer UDP header on. */
struct vxlan_frame {
	struct udphdr udp;
	struct vxlan_head vxlan;
	struct ethhdr eth;
} __attribute__((packed));
_Static_assert(sizeof(struct vxlan_frame) == 30, "no padding in headers");

/* Reads and checks the tunnel header. 0 or a drop reason. */
static __always_inline int look_inside(struct __sk_buff *ctx, const struct vib_meta *m,
				       struct vib_inside *in)
{
	__u32 off = vib_tunnel_udp_off(m), len;
	struct vxlan_frame *f;

	if (m->l4_off != off || !vib_linear(ctx, off + sizeof(*f)))
		return VIB_DROP_INVALID_PACKET_DROPPED;
	f = vib_data(ctx) + off;
	if ((void *)(f + 1) > vib_data_end(ctx))
		return VIB_DROP_INVALID_PACKET_DROPPED;
	len = bpf_ntohs(f->udp.len);
	if (!m->gso_size && (len < sizeof(*f) || len > m->len - off))
		return VIB_DROP_INVALID_PACKET_DROPPED;
	if (!(f->vxlan.flags & bpf_htonl(VXLAN_HAS_VNI)))
		return VIB_DROP_INVALID_VNI;
	if (f->vxlan.flags & bpf_htonl(VXLAN_GPE))
		return VIB_DROP_UNSUPPORTED_L2_PROTOCOL;
	in->head = sizeof(f->vxlan);
	in->identity = bpf_ntohl(f->vxlan.vni) >> 8;
	in->proto = f->eth.h_proto;
	return 0;
}

VIB_STAGE(VIB_SLOT_DECAP_VXLAN, vib_stage_decap_vxlan, VIB_ON_NET, 0, 0)
{
	struct vib_overlay_config *config;
	struct vib_tunnel_peer *peer;
	struct vib_inside in;
	int reason;

	if (m->l4proto != IPPROTO_UDP)
		return VIB_NEXT(ctx, m);
	config = vib_overlay_config_get();
	if (!config || !vib_tunnel_is(m, config->port[VIB_TUNNEL_VXLAN]))
		return VIB_NEXT(ctx, m);
	peer = vib_tunnel_peer_of(m);
	if (!peer) {
		if (vib_tunnel_ends_here(m))
			return VIB_DROP(ctx, m, VIB_DROP_UNKNOWN_SENDER);
		return VIB_NEXT(ctx, m);
	}
	if (m->flags & VIB_F_FRAG)
		return VIB_DROP(ctx, m, VIB_DROP_IP_FRAGMENTATION_NOT_SUPPORTED);
	reason = look_inside(ctx, m, &in);
	if (reason)
		return VIB_DROP(ctx, m, reason);
	m->tunnel_vni = in.identity;
	if (vib_unlikely(peer->flags & VIB_PEER_VTEP)) {
		if (in.identity != config->vtep_vni)
			return VIB_DROP(ctx, m, VIB_DROP_INVALID_VNI);
		in.identity = VIB_ID_UNKNOWN; /* the address tells */
	} else if (!vib_identity_fits(in.identity, VXLAN_IDENTITY_MOST)) {
		return VIB_DROP(ctx, m, VIB_DROP_INVALID_VNI);
	}
	return vib_tunnel_receive(ctx, s, m, config, peer, &in, VIB_TUNNEL_VXLAN);
}

VIB_STAGE(VIB_SLOT_FORWARD_VXLAN, vib_stage_forward_vxlan, VIB_ON_EP | VIB_ON_HOST,
	  VIB_CAP_IDENTITY, VIB_CAP_FORWARD)
{
	struct vib_tunnel_head head = {};
	struct vib_overlay_config *config;
	struct vib_node *node;
	__u32 vni;

	if (!vib_forward_is(m, VIB_SLOT_FORWARD_VXLAN))
		return VIB_NEXT(ctx, m);
	if (m->chain == VIB_CHAIN_EP && m->ttl <= 1)
		return VIB_NEXT(ctx, m);
	node = vib_node_of(m);
	if (!node)
		return VIB_DROP(ctx, m, VIB_DROP_NO_NODE_ID);
	config = vib_overlay_config_get();
	if (!config)
		return VIB_DROP(ctx, m, VIB_DROP_NO_CONFIGURATION_AVAILABLE);
	vni = vib_wire_identity(m, VXLAN_IDENTITY_MOST);
	if (vib_unlikely(node->flags & VIB_NODE_MAC))
		vni = config->vtep_vni;
	if (!vni)
		return VIB_DROP(ctx, m, VIB_DROP_INVALID_IDENTITY);
	m->tunnel_vni = vni;
	head.word[0] = bpf_htonl(VXLAN_HAS_VNI);
	head.word[1] = bpf_htonl(vni << 8);
	return vib_tunnel_send(ctx, m, node, config, &head, sizeof(struct vxlan_head),
			       VIB_TUNNEL_VXLAN);
}

VIB_LICENSE("Dual BSD/GPL");
