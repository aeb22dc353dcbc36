// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* connect.bpf.c with an event of the flow for what it refuses: calls of a cgroup's processes, while flows are told. */
#define VIB_TOLD
#include "connect.bpf.c"
