/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Shared by the BPF object and by the C program which writes sample values. */
#include <linux/types.h>

enum vib_state {
	VIB_STATE_NEW,
	VIB_STATE_OPEN = 5,
	VIB_STATE_BAD = -1,
	VIB_STATES = 4
};

struct vib_addr {
	__be32 word[4];
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
	__u16 dport;
	__u8 class;
	__u8 pad[3];
};

struct vib_port {
	__u16 number;
	__u8 proto;
};

struct vib_value {
	__u64 size;
	__u64 other;
	__s8 s8;
	_Bool flag;
	__s16 s16;
	__s32 s32;
	__s64 s64;
	enum vib_state state;
	__u32 low : 3;
	__s32 mid : 12;
	__u32 : 5;
	__u32 top : 4;
	vib_mac_t mac;
	struct vib_port ports[3];
	__u16 grid[2][3];
	__u64 *next;
	__be64 token;
	union {
		__u16 half;
		__u8 byte;
	} mixed;
	__u64 counts[3];
};

struct vib_string {
	__u64 time;
	char name[16];
	double ratio;
	float share;
	struct {
		__u32 a, b;
	} inner;
	union {
		struct {
			__u8 first[5];
		};
		__u32 word;
	} odd;
};
