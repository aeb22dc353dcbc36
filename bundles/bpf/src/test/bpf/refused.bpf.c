// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A program the verifier must refuse: it reads the packet without a bounds check. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("tc")
int r_unchecked(struct __sk_buff *skb)
{
	__u8 *data = (__u8 *)(long)skb->data;

	return data[12];
}

SEC("tc")
int r_fine(struct __sk_buff *skb)
{
	(void)skb;
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
