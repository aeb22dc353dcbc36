/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Internet checksums (RFC 1071, RFC 1624), all values in network byte order as they lie. */
#ifndef VIBRISSA_CSUM_H
#define VIBRISSA_CSUM_H

#include <linux/ip.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/* Folds a 32-bit sum and complements it: the value for a checksum field. */
static __always_inline __u16 vib_csum_fold(__u32 sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

/* The checksum field after one 16-bit word below it has changed. */
static __always_inline __u16 vib_csum_replace2(__u16 check, __u16 from, __u16 to)
{
	return vib_csum_fold((__u16)~check + (__u16)~from + to);
}

/* TTL minus one. The caller has made sure that it is not 0. */
static __always_inline void vib_ip4_decrease_ttl(struct iphdr *ip)
{
	__u32 check = ip->check;

	check += bpf_htons(0x0100);
	ip->check = check + (check >= 0xffff);
	ip->ttl--;
}

#endif
