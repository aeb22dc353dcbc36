// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* cgroup.bpf.c with an event of the flow for what it refuses: packets of a cgroup's sockets, while flows are told. */
#define VIB_TOLD
#include "cgroup.bpf.c"
