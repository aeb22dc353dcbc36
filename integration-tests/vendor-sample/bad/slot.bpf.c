// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Broken on purpose: wants the slot of ipcache, which the datapath holds. */
#include <vibrissa/abi.h>
#define VIB_SLOT_VENDOR VIB_SLOT_IPCACHE
#include "count.bpf.c"
