// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Broken on purpose: built as if by the headers of another release. */
#include <vibrissa/abi.h>
#undef VIB_ABI
#define VIB_ABI 99
#include "count.bpf.c"
