// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Broken on purpose: needs what no stage provides. */
#include <vibrissa/abi.h>
#undef VIB_CAP_CT
#define VIB_CAP_CT (1u << 31)
#include "count.bpf.c"
