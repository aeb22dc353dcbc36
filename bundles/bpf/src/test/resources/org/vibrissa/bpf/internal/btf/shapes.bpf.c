// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Every BTF form that a datapath object may contain. */
#include <linux/types.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

enum vib_state {
	VIB_STATE_NEW,
	VIB_STATE_OPEN = 5,
	VIB_STATE_BAD = -1
};
enum vib_wide {
	VIB_WIDE_BIG = 0x123456789abcULL
};

struct vib_addr {
	__u32 word[4];
};

typedef struct {
	__u8 octet[6];
	__u8 pad[2];
} vib_mac_t;

struct vib_key {
	struct vib_addr saddr;
	union {
		__u32 ip4;
		struct vib_addr ip6;
	};
	__be16 sport;
	__be16 dport;
	__u8 proto;
	__u8 pad[3];
};

struct vib_port {
	__u16 number;
	__u8 proto;
};

struct vib_value {
	__u64 packets;
	const volatile __u64 bytes;
	__s8 s8;
	_Bool flag;
	__s16 s16;
	__s32 s32;
	__s64 s64;
	enum vib_state state;
	__u32 low : 3;
	__u32 mid : 12;
	__u32 : 5;
	__u32 top : 4;
	vib_mac_t mac;
	struct vib_port ports[3];
	__u16 grid[2][3];
	enum vib_wide wide;
	struct vib_value *next;
};

struct vib_event {
	__u64 time;
	char name[16];
	double ratio;
	struct vib_key key;
	struct {
		__u32 a, b;
	} inner;
} __attribute__((btf_decl_tag("vib:event")));

struct vib_other {
	__u32 x;
};

static const struct vib_other *vib_export_other __attribute__((used, section(".vib.export")));

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__uint(map_flags, 2);
	__type(key, struct vib_key);
	__type(value, struct vib_value);
} vib_flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} vib_counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} vib_events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
	__uint(max_entries, 32);
} vib_chain SEC(".maps");

const volatile __u32 vib_host_ifindex = 7;
const volatile __u8 vib_host_mac[6] = {2, 0, 0, 0, 0, 1};
const volatile struct vib_addr vib_gateway = {{1, 2, 3, 4}};
static const __u32 vib_table[4] = {9, 8, 7, 6};

const struct {
	__u16 abi, slot;
} vib_contract __attribute__((used, section(".vib.contract"))) = {1, 17};

SEC("tc")
int vib_stage(struct __sk_buff *skb)
{
	struct vib_event *e = bpf_ringbuf_reserve(&vib_events, sizeof(*e), 0);
	__u32 *table = (__u32 *)vib_table;

	if (!e)
		return 0;
	e->time = vib_host_ifindex + vib_host_mac[1] + vib_gateway.word[2];
	e->time += table[skb->len & 3];
	bpf_ringbuf_submit(e, 0);
	return 0;
}

/* Keeps the event in BTF where the compiler would see only a pointer to void. */
__attribute__((noinline)) int vib_use(struct vib_event *e)
{
	return e ? e->inner.a : 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
