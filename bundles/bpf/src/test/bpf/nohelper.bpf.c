// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Calls a helper function that no kernel has, as a program for a later kernel does. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

static long (*const from_the_future)(void) = (void *)9999;

SEC("tc") int t_future(struct __sk_buff *ctx)
{
	return ctx->len ? from_the_future() : 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
