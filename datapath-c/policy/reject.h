/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An answer to who sends what is refused: TCP gets a reset, all else ICMP "administratively
 * prohibited" (RFC 792 type 3 code 13, RFC 4443 type 1 code 1). The refused frame becomes the answer.
 */
#ifndef VIBRISSA_REJECT_H
#define VIBRISSA_REJECT_H

#include <linux/bpf.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <vibrissa/csum.h>
#include <vibrissa/parse.h>
#include <vibrissa/stage.h>

#include "policy.h"

#define VIB_ICMP_PROHIBITED  13 /* code of VIB_ICMP_UNREACHABLE */
#define VIB_ICMP6_UNREACH    1
#define VIB_ICMP6_PROHIBITED 1 /* its code */

#define VIB_REJECT_TTL 64

struct vib_reset4 {
	struct iphdr ip;
	struct tcphdr tcp;
};

struct vib_reset6 {
	struct ipv6hdr ip;
	struct tcphdr tcp;
};

struct vib_icmp_head {
	__u8 type;
	__u8 code;
	__u16 check;
	__u32 zero;
};

struct vib_unreach4 {
	struct iphdr ip;
	struct vib_icmp_head icmp;
	__u8 quote[28];
};

struct vib_unreach6 {
	struct ipv6hdr ip;
	struct vib_icmp_head icmp;
	__u8 quote[48];
};

union vib_answer {
	struct vib_reset4 reset4;
	struct vib_reset6 reset6;
	struct vib_unreach4 unreach4;
	struct vib_unreach6 unreach6;
};

/* One more within this second, on this CPU? Counts either way. */
static __always_inline int vib_may_reject(const struct vib_config *config)
{
	__u32 zero = 0;
	struct vib_policy_rejects *r = bpf_map_lookup_elem(&vib_policy_rejects, &zero);
	__u64 now = bpf_jiffies64();

	if (!r)
		return 0;
	if (now - r->since >= (config->hz ?: 1000)) {
		r->since = now;
		r->burst = 0;
	}
	if (r->burst >= VIB_REJECTS_PER_SECOND) {
		r->limited++;
		return 0;
	}
	r->burst++;
	r->sent++;
	return 1;
}

static __always_inline __u32 vib_pseudo_head(const struct vib_meta *m, __u8 proto, __u32 len)
{
	__u32 sum = bpf_htons(proto) + bpf_htons(len);

	sum = bpf_csum_diff(NULL, 0, (__be32 *)m->saddr, sizeof(m->saddr), sum);
	return bpf_csum_diff(NULL, 0, (__be32 *)m->daddr, sizeof(m->daddr), sum);
}

static __always_inline void vib_answer_ip4(struct iphdr *ip, const struct vib_meta *m, __u8 proto,
					   __u32 len)
{
	ip->version = 4;
	ip->ihl = 5;
	ip->tot_len = bpf_htons(len);
	ip->frag_off = bpf_htons(0x4000);
	ip->ttl = VIB_REJECT_TTL;
	ip->protocol = proto;
	ip->saddr = m->daddr[0];
	ip->daddr = m->saddr[0];
	ip->check = vib_csum_fold(bpf_csum_diff(NULL, 0, (__be32 *)ip, sizeof(*ip), 0));
}

static __always_inline void vib_answer_ip6(struct ipv6hdr *ip, const struct vib_meta *m, __u8 proto,
					   __u32 payload)
{
	ip->version = 6;
	ip->payload_len = bpf_htons(payload);
	ip->nexthdr = proto;
	ip->hop_limit = VIB_REJECT_TTL;
	__builtin_memcpy(&ip->saddr, m->daddr, 16);
	__builtin_memcpy(&ip->daddr, m->saddr, 16);
}

/* RFC 9293, 3.10.7.1: a reset which the sender will accept. */
static __always_inline int vib_reset_tcp(struct __sk_buff *ctx, const struct vib_meta *m,
					 struct tcphdr *tcp)
{
	struct tcphdr in;
	__u32 seen;

	if (bpf_skb_load_bytes(ctx, m->l4_off, &in, sizeof(in)) || in.rst)
		return -1;
	tcp->source = in.dest;
	tcp->dest = in.source;
	tcp->doff = 5;
	tcp->rst = 1;
	if (in.ack) {
		tcp->seq = in.ack_seq;
	} else {
		__be16 len;

		if (bpf_skb_load_bytes(ctx, m->l3_off + (m->family == 4 ? 2 : 4), &len,
				       sizeof(len)))
			return -1;
		seen = bpf_ntohs(len) + m->l3_off + (m->family == 4 ? 0 : sizeof(struct ipv6hdr));
		if (m->gso_size)
			seen = m->len;
		seen -= m->l4_off + m->l4_len;
		tcp->ack = 1;
		tcp->ack_seq = bpf_htonl(bpf_ntohl(in.seq) + in.syn + in.fin + seen);
	}
	tcp->check = vib_csum_fold(bpf_csum_diff(NULL, 0, (__be32 *)tcp, sizeof(*tcp),
						 vib_pseudo_head(m, IPPROTO_TCP, sizeof(*tcp))));
	return 0;
}

/* Makes the answer; its length from the IP header on, or a negative number for none. */
static __always_inline int vib_answer_to(struct __sk_buff *ctx, const struct vib_meta *m,
					 union vib_answer *a)
{
	int tcp = m->l4proto == IPPROTO_TCP;

	if (m->family == 4) {
		if (tcp) {
			if (vib_reset_tcp(ctx, m, &a->reset4.tcp))
				return -1;
			vib_answer_ip4(&a->reset4.ip, m, IPPROTO_TCP, sizeof(a->reset4));
			return sizeof(a->reset4);
		}
		if (bpf_skb_load_bytes(ctx, m->l3_off, a->unreach4.quote,
				       sizeof(a->unreach4.quote)))
			return -1;
		a->unreach4.icmp.type = VIB_ICMP_UNREACHABLE;
		a->unreach4.icmp.code = VIB_ICMP_PROHIBITED;
		a->unreach4.icmp.check = vib_csum_fold(
			bpf_csum_diff(NULL, 0, (__be32 *)&a->unreach4.icmp,
				      sizeof(a->unreach4) - sizeof(a->unreach4.ip), 0));
		vib_answer_ip4(&a->unreach4.ip, m, IPPROTO_ICMP, sizeof(a->unreach4));
		return sizeof(a->unreach4);
	}
	if (tcp) {
		if (vib_reset_tcp(ctx, m, &a->reset6.tcp))
			return -1;
		vib_answer_ip6(&a->reset6.ip, m, IPPROTO_TCP, sizeof(a->reset6.tcp));
		return sizeof(a->reset6);
	}
	if (bpf_skb_load_bytes(ctx, m->l3_off, a->unreach6.quote, sizeof(a->unreach6.quote)))
		return -1;
	a->unreach6.icmp.type = VIB_ICMP6_UNREACH;
	a->unreach6.icmp.code = VIB_ICMP6_PROHIBITED;
	a->unreach6.icmp.check = vib_csum_fold(bpf_csum_diff(
		NULL, 0, (__be32 *)&a->unreach6.icmp, sizeof(a->unreach6) - sizeof(a->unreach6.ip),
		vib_pseudo_head(m, IPPROTO_ICMPV6, sizeof(a->unreach6) - sizeof(a->unreach6.ip))));
	vib_answer_ip6(&a->unreach6.ip, m, IPPROTO_ICMPV6,
		       sizeof(a->unreach6) - sizeof(a->unreach6.ip));
	return sizeof(a->unreach6);
}

/* Writes the answer over the frame. The length is a constant in each branch, for the verifier. */
static __always_inline int vib_write_answer(struct __sk_buff *ctx, const union vib_answer *a,
					    int len)
{
	if (bpf_skb_change_tail(ctx, ETH_HLEN + len, 0))
		return -1;
	if (len == sizeof(a->reset4))
		return bpf_skb_store_bytes(ctx, ETH_HLEN, a, sizeof(a->reset4),
					   BPF_F_RECOMPUTE_CSUM);
	if (len == sizeof(a->reset6))
		return bpf_skb_store_bytes(ctx, ETH_HLEN, a, sizeof(a->reset6),
					   BPF_F_RECOMPUTE_CSUM);
	if (len == sizeof(a->unreach4))
		return bpf_skb_store_bytes(ctx, ETH_HLEN, a, sizeof(a->unreach4),
					   BPF_F_RECOMPUTE_CSUM);
	return bpf_skb_store_bytes(ctx, ETH_HLEN, a, sizeof(a->unreach6), BPF_F_RECOMPUTE_CSUM);
}

/*
 * Sends the answer: to the device the frame came from, or, when that is not the sender's (a tunnel,
 * the host's own stack), into the host's stack by vib_host, with a mark that says what it is.
 */
static __always_inline void vib_send_answer(struct __sk_buff *ctx, struct vib_meta *m,
					    const struct vib_config *config)
{
	__u8 macs[2 * ETH_ALEN];
	int back = m->origin == VIB_CHAIN_EP ||
		   (m->origin == VIB_CHAIN_NET && !(m->flags & VIB_F_DECAPPED));

	if (bpf_skb_load_bytes(ctx, 0, macs + ETH_ALEN, ETH_ALEN) ||
	    bpf_skb_load_bytes(ctx, ETH_ALEN, macs, ETH_ALEN))
		return;
	if (!back)
		__builtin_memcpy(macs, config->host_mac, ETH_ALEN);
	if (bpf_skb_store_bytes(ctx, 0, macs, sizeof(macs), 0))
		return;
	ctx->mark = VIB_MARK_ANSWER;
	m->out_ifindex = back ? m->ifindex : config->host_ifindex;
	m->action = bpf_redirect(m->out_ifindex, back ? 0 : BPF_F_INGRESS);
}

/* After VIB_DROP, which stands: reason, counter, verdict. */
static __always_inline void vib_reject(struct __sk_buff *ctx, struct vib_meta *m)
{
	struct vib_config *config = vib_config_get();
	union vib_answer answer = {};
	int len;

	if (!config || (m->flags & (VIB_F_TRACE | VIB_F_LATER | VIB_F_MULTICAST | VIB_F_ICMP_ERR)))
		return;
	len = vib_answer_to(ctx, m, &answer);
	if (len < 0 || !vib_may_reject(config))
		return;
	if (!vib_write_answer(ctx, &answer, len))
		vib_send_answer(ctx, m, config);
}

#endif
