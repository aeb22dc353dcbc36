// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Sends 100 numbered events of 128 bytes per run; every eighth is discarded. */
#include <linux/types.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct event {
	__u64 number;
	__u64 lost;
	__u64 rest[14];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} vt_ring SEC(".maps");

__u64 number;
__u64 lost;

SEC("tc")
int vt_send(struct __sk_buff *skb)
{
	for (int i = 0; i < 100; i++) {
		struct event *e = bpf_ringbuf_reserve(&vt_ring, sizeof(*e), 0);

		number++;
		if (!e) {
			lost++;
			continue;
		}
		e->number = number;
		e->lost = lost;
		for (int k = 0; k < 14; k++)
			e->rest[k] = number + k;
		if (number % 8)
			bpf_ringbuf_submit(e, 0);
		else
			bpf_ringbuf_discard(e, 0);
	}
	return 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
