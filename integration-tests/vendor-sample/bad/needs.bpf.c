// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Broken on purpose: needs the policy's verdict, which no stage provides. */
#include <vibrissa/abi.h>
#undef VIB_CAP_CT
#define VIB_CAP_CT VIB_CAP_VERDICT
#include "count.bpf.c"
