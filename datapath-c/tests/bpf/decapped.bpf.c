// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * For the tests: a decapsulation that has happened already. The packet's mark tells, when its
 * highest bit is set, the sending node (15 bits) and the identity that the tunnel carried (16).
 */
#include <vibrissa/stage.h>

VIB_STAGE(VIB_SLOT_DECAP_VENDOR, test_decapped, VIB_ON_NET, 0, 0)
{
	if (ctx->mark & 0x80000000) {
		m->flags |= VIB_F_DECAPPED;
		m->src_node = ctx->mark >> 16 & 0x7fff;
		m->src_id = ctx->mark & 0xffff;
	}
	return VIB_NEXT(ctx, m);
}

VIB_LICENSE("Dual BSD/GPL");
