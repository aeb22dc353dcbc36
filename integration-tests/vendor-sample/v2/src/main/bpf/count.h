/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Layouts and maps of packetcount. Java's records are generated from these by bpf2java. */
#ifndef PACKETCOUNT_COUNT_H
#define PACKETCOUNT_COUNT_H

#include <vibrissa/export.h>
#include <vibrissa/stage.h>

/* Layout 1 of the counters: what version 1 keeps per endpoint. */
struct packetcount_packets {
	__u64 packets;
};
_Static_assert(sizeof(struct packetcount_packets) == 8, "layout 1 is 8 bytes");

/* Layout 2, since version 2. */
struct packetcount_traffic {
	__u64 packets;
	__u64 bytes;
};
_Static_assert(sizeof(struct packetcount_traffic) == 16, "layout 2 is 16 bytes");

/* This version's map has layout 2; Java needs the other one to convert. */
VIB_EXPORT(struct, packetcount_packets);

enum packetcount_kind {
	PACKETCOUNT_PORT = 1,	  /* value is a destination port of TCP, UDP or SCTP */
	PACKETCOUNT_ENDPOINT = 2, /* value is an endpoint's id: nothing from it or to it */
};
VIB_EXPORT(enum, packetcount_kind);

/* What is denied. */
struct packetcount_subject {
	__u32 kind; /* enum packetcount_kind */
	__u32 value;
};
_Static_assert(sizeof(struct packetcount_subject) == 8, "no padding in a hash key");

struct packetcount_denial {
	__u64 drops;  /* packets dropped by this rule */
	__u16 reason; /* enum vib_drop_reason */
	__u8 pad[6];
};
_Static_assert(sizeof(struct packetcount_denial) == 16, "packetcount_denial is 16 bytes");

/* Key: the endpoint's id. One value per CPU, so counting needs no atomic operation. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32);
	__type(value, struct packetcount_traffic);
} packetcount_endpoints SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct packetcount_subject);
	__type(value, struct packetcount_denial);
} packetcount_deny SEC(".maps");

#endif
