// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The no-op stage, one program per slot: what a release writes over the program it takes away.
 *
 * Contract: any slot, all chains, needs nothing, provides nothing; goes on with the next slot.
 * In slots 26 and 28 it ends the walk as the stage it replaces would. Cost: about 2 ns. Load only
 * the ones in use: each loaded program makes every later update of the arrays a little dearer.
 */
#include <vibrissa/stage.h>

#define VIB_NOOP(n)                                  \
	VIB_STAGE(n, vib_noop_##n, VIB_ON_ALL, 0, 0) \
	{                                            \
		return VIB_NEXT(ctx, m);             \
	}

VIB_NOOP(0)
VIB_NOOP(1)
VIB_NOOP(2)
VIB_NOOP(3)
VIB_NOOP(4)
VIB_NOOP(5)
VIB_NOOP(6)
VIB_NOOP(7)
VIB_NOOP(8)
VIB_NOOP(9)
VIB_NOOP(10)
VIB_NOOP(11)
VIB_NOOP(12)
VIB_NOOP(13)
VIB_NOOP(14)
VIB_NOOP(15)
VIB_NOOP(16)
VIB_NOOP(17)
VIB_NOOP(18)
VIB_NOOP(19)
VIB_NOOP(20)
VIB_NOOP(21)
VIB_NOOP(22)
VIB_NOOP(23)
VIB_NOOP(24)
VIB_NOOP(25)
VIB_NOOP(26)
VIB_NOOP(27)
VIB_NOOP(28)
VIB_NOOP(29)
VIB_NOOP(30)
VIB_NOOP(31)

VIB_LICENSE("Dual BSD/GPL");
