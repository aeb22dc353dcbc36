/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the later release has in its maps, for the Java code which takes it back. */
#ifndef VIBRISSA_SECOND_H
#define VIBRISSA_SECOND_H

struct vib_second_peer {
	__u32 flags;
	__u32 vni;
	__u32 node;
	__u32 reserved;
};
VIB_EXPORT(struct, vib_second_peer);

struct vib_second_count {
	__u64 rx_marked;
	__u64 tx_packets;
	__u64 tx_bytes;
	__u64 rx_packets;
	__u64 rx_bytes;
};
VIB_EXPORT(struct, vib_second_count);

#endif
