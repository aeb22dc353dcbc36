// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The policy's maps and no program: loaded first, it creates and pins them for all its stages. */
#include "cgroup.h"
#include "policy.h"

char vib_license[] SEC("license") = "Dual BSD/GPL";
