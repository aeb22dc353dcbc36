/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What release 0.1 has in its maps, for the Java code which takes it over. */
#ifndef VIBRISSA_FIRST_H
#define VIBRISSA_FIRST_H

struct vib_first_peer {
	__u32 node;
	__u32 flags;
};
VIB_EXPORT(struct, vib_first_peer);

struct vib_first_count {
	__u64 tx_packets;
	__u64 tx_bytes;
	__u64 rx_packets;
	__u64 rx_bytes;
};
VIB_EXPORT(struct, vib_first_count);

#endif
