// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Geneve (RFC 8926). The sender's identity, 32 bits, is in an option of ours; the VNI has its lower
 * 24 bits, for equipment that knows no options.
 *
 *   option class 0xff56 (of the range for experiments), type 0x01 (not critical), length 1 word:
 *   the identity in network byte order
 *
 * What is received: an option of another class or type is skipped when it is not critical. Our own
 * must be there exactly once, four bytes long, and agree with the VNI. A foreign tunnel endpoint has
 * none: its VNI must be the configured one.
 *
 * vib_stage_forward_geneve: slot 21, chains ep and host, needs IDENTITY, provides FORWARD. Carries
 * packets whose group has this slot in force. Goes on, so that the host's stack answers, with TTL or
 * hop limit 1 and with packets too large for the path, both from ep only. Drops: 197 node not known;
 * 169 no way to it; 100 too large from host; 171 source without an identity that may travel; 141 no
 * room could be made. Cost: about 60 ns.
 *
 * vib_stage_decap_geneve: slot 4, chain net. Only UDP comes here. Goes on with what is no Geneve for this host, and with
 * the inner packet (VIB_F_DECAPPED, src_id, src_node set). Drops: 172 sender not known; 157 a
 * fragment; 134 header cut short, unknown version, control packet, IP options, inner header broken;
 * 110 an option that is critical and unknown, runs over the end or is ours and malformed or doubled,
 * more than 16 options; 147 our option is missing; 183 VNI wrong; 171 the option's value is no
 * identity; 166 no Ethernet frame or one without IP, 182 tagged; 139 inner and outer family differ
 * on a kernel before 6.3; 111 congestion marked on what knows no ECN; 141 the header could not be
 * taken off. Cost: about 3 ns for other packets, 80 ns for tunnels.
 */
#include "overlay.h"

#define GENEVE_OPTION_WORDS 0x3f /* of the first byte; the other two bits are the version */
#define GENEVE_CONTROL	    0x80 /* the O bit */
#define GENEVE_ETHERNET	    0x6558
#define GENEVE_OPTIONS	    16 /* more of them than this are refused */

/* The first word of an option, in host byte order. */
#define OPTION_CLASS_TYPE(word) ((word) >> 8)
#define OPTION_CRITICAL(word)	((word) & 0x8000)
#define OPTION_BYTES(word)	(((word) & 0x1f) * 4)

#define OUR_OPTION 0xff5601u /* class and type */

#define GENEVE_IDENTITY_MOST 0xffffffffu

struct geneve_head {
	__u8 words; /* version and length of the options */
	__u8 flags;
	__be16 proto;
	__be32 vni; /* 24 bits, then 8 reserved */
};

/* What we send, from the outer UDP header on. */
struct geneve_frame {
	struct udphdr udp;
	struct geneve_head geneve;
	__be32 option[2];
	struct ethhdr eth;
} __attribute__((packed));
_Static_assert(sizeof(struct geneve_frame) == 38, "no padding in headers");

/* What the options say. */
struct geneve_options {
	__u32 identity;
	__u32 found; /* how often our option was there */
};

/*
 * Walks the options between two offsets of the frame. 0 or a drop reason. Rare, and global: so verified
 * once and not once for each way to it.
 */
__attribute__((noinline)) int geneve_read_options(struct __sk_buff *ctx, __u32 off, __u32 end,
						  struct geneve_options *out)
{
	__be32 word;
	__u32 head;
	int i;

	if (!out)
		return VIB_DROP_TUNNEL_OPTION;
#pragma clang loop unroll(disable)
	for (i = 0; i < GENEVE_OPTIONS && off < end; i++) {
		if (bpf_skb_load_bytes(ctx, off, &word, sizeof(word)))
			return VIB_DROP_INVALID_PACKET_DROPPED;
		head = bpf_ntohl(word);
		off += sizeof(word);
		if (OPTION_CLASS_TYPE(head) == OUR_OPTION) {
			if (OPTION_BYTES(head) != sizeof(word) || off + sizeof(word) > end)
				return VIB_DROP_TUNNEL_OPTION;
			if (bpf_skb_load_bytes(ctx, off, &word, sizeof(word)))
				return VIB_DROP_INVALID_PACKET_DROPPED;
			out->identity = bpf_ntohl(word);
			out->found++;
		} else if (OPTION_CRITICAL(head)) {
			return VIB_DROP_TUNNEL_OPTION;
		}
		off += OPTION_BYTES(head);
	}
	return off == end && out->found <= 1 ? 0 : VIB_DROP_TUNNEL_OPTION;
}

/* Reads and checks the tunnel header. 0 or a drop reason. */
static __always_inline int look_inside(struct __sk_buff *ctx, const struct vib_meta *m,
				       struct vib_inside *in, struct geneve_options *options,
				       __u32 *vni)
{
	const __u32 fixed = sizeof(struct udphdr) + sizeof(struct geneve_head);
	__u32 off = vib_tunnel_udp_off(m), len, bytes;
	struct geneve_frame *f;
	int reason;

	/* the shortest frame, without options and with an IP header, is longer than what is read */
	if (m->l4_off != off || !vib_linear(ctx, off + sizeof(*f)))
		return VIB_DROP_INVALID_PACKET_DROPPED;
	f = vib_data(ctx) + off;
	if ((void *)(f + 1) > vib_data_end(ctx))
		return VIB_DROP_INVALID_PACKET_DROPPED;
	bytes = (f->geneve.words & GENEVE_OPTION_WORDS) * 4;
	len = bpf_ntohs(f->udp.len);
	if (!m->gso_size && (len < fixed + bytes + ETH_HLEN || len > m->len - off))
		return VIB_DROP_INVALID_PACKET_DROPPED;
	if ((f->geneve.words & ~GENEVE_OPTION_WORDS) || (f->geneve.flags & GENEVE_CONTROL))
		return VIB_DROP_INVALID_PACKET_DROPPED;
	if (f->geneve.proto != bpf_htons(GENEVE_ETHERNET))
		return VIB_DROP_UNSUPPORTED_L2_PROTOCOL;
	*vni = bpf_ntohl(f->geneve.vni) >> 8;
	in->head = sizeof(f->geneve) + bytes;
	if (vib_likely(bytes == sizeof(f->option) &&
		       (f->option[0] & bpf_htonl(0xffffff1f)) == bpf_htonl(OUR_OPTION << 8 | 1))) {
		options->identity = bpf_ntohl(f->option[1]);
		options->found = 1;
		in->proto = f->eth.h_proto;
		return 0;
	}
	reason = geneve_read_options(ctx, off + fixed, off + fixed + bytes, options);
	if (reason)
		return reason;
	if (bpf_skb_load_bytes(ctx, off + fixed + bytes + 2 * ETH_ALEN, &in->proto,
			       sizeof(in->proto)))
		return VIB_DROP_INVALID_PACKET_DROPPED;
	return 0;
}

/* Whose packet it is. 0 or a drop reason. */
static __always_inline int identify(const struct vib_overlay_config *config,
				    const struct vib_tunnel_peer *peer,
				    const struct geneve_options *options, __u32 vni,
				    struct vib_inside *in)
{
	if (vib_unlikely(peer->flags & VIB_PEER_VTEP)) {
		in->identity = VIB_ID_UNKNOWN; /* the address tells */
		return vni == config->vtep_vni ? 0 : VIB_DROP_INVALID_VNI;
	}
	if (!options->found)
		return VIB_DROP_ERROR_RETRIEVING_TUNNEL_KEY;
	if ((options->identity & 0xffffff) != vni)
		return VIB_DROP_INVALID_VNI;
	in->identity = options->identity;
	return vib_identity_fits(in->identity, GENEVE_IDENTITY_MOST) ? 0
								     : VIB_DROP_INVALID_IDENTITY;
}

VIB_STAGE(VIB_SLOT_DECAP_GENEVE, vib_stage_decap_geneve, VIB_ON_NET, 0, 0)
{
	struct vib_overlay_config *config;
	struct vib_tunnel_peer *peer;
	struct geneve_options options = {};
	struct vib_inside in;
	__u32 vni;
	int reason;

	if (m->l4proto != IPPROTO_UDP)
		return VIB_NEXT(ctx, m);
	config = vib_overlay_config_get();
	if (!config || !vib_tunnel_is(m, config->port[VIB_TUNNEL_GENEVE]))
		return VIB_NEXT(ctx, m);
	peer = vib_tunnel_peer_of(m);
	if (!peer) {
		if (vib_tunnel_ends_here(m))
			return VIB_DROP(ctx, m, VIB_DROP_UNKNOWN_SENDER);
		return VIB_NEXT(ctx, m);
	}
	if (m->flags & VIB_F_FRAG)
		return VIB_DROP(ctx, m, VIB_DROP_IP_FRAGMENTATION_NOT_SUPPORTED);
	reason = look_inside(ctx, m, &in, &options, &vni);
	if (reason)
		return VIB_DROP(ctx, m, reason);
	m->tunnel_vni = vni;
	reason = identify(config, peer, &options, vni, &in);
	if (reason)
		return VIB_DROP(ctx, m, reason);
	return vib_tunnel_receive(ctx, s, m, config, peer, &in, VIB_TUNNEL_GENEVE);
}

VIB_STAGE(VIB_SLOT_FORWARD_GENEVE, vib_stage_forward_geneve, VIB_ON_EP | VIB_ON_HOST,
	  VIB_CAP_IDENTITY, VIB_CAP_FORWARD)
{
	struct vib_tunnel_head head = {};
	struct vib_overlay_config *config;
	struct vib_node *node;
	__u32 identity, vni;

	if (!vib_forward_is(m, VIB_SLOT_FORWARD_GENEVE))
		return VIB_NEXT(ctx, m);
	if (m->chain == VIB_CHAIN_EP && m->ttl <= 1)
		return VIB_NEXT(ctx, m);
	node = vib_node_of(m);
	if (!node)
		return VIB_DROP(ctx, m, VIB_DROP_NO_NODE_ID);
	config = vib_overlay_config_get();
	if (!config)
		return VIB_DROP(ctx, m, VIB_DROP_NO_CONFIGURATION_AVAILABLE);
	identity = vib_wire_identity(m, GENEVE_IDENTITY_MOST);
	vni = node->flags & VIB_NODE_MAC ? config->vtep_vni : identity;
	if (!vni)
		return VIB_DROP(ctx, m, VIB_DROP_INVALID_IDENTITY);
	m->tunnel_vni = vni & 0xffffff;
	head.word[0] = bpf_htonl(2u << 24 | GENEVE_ETHERNET);
	head.word[1] = bpf_htonl(vni << 8);
	head.word[2] = bpf_htonl(OUR_OPTION << 8 | 1);
	head.word[3] = bpf_htonl(identity);
	return vib_tunnel_send(ctx, m, node, config, &head,
			       sizeof(struct geneve_head) +
				       sizeof(((struct geneve_frame *)0)->option),
			       VIB_TUNNEL_GENEVE);
}

VIB_LICENSE("Dual BSD/GPL");
