// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A stage that was built against the headers of another ABI. */
#include <vibrissa/stage.h>

#undef VIB_ABI
#define VIB_ABI 7

VIB_STAGE(VIB_SLOT_VENDOR, t_old, VIB_ON_EP, 0, 0)
{
	return VIB_NEXT(ctx, m);
}

VIB_LICENSE("Dual BSD/GPL");
