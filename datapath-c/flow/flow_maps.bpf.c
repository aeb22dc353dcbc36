// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The maps of flow events and no program: loaded first, it creates and pins them. */
#include "flow.h"

VIB_EXPORT(struct, vib_flow_event);
VIB_EXPORT(struct, vib_path_record);
VIB_EXPORT(struct, vib_watch);

char vib_license[] SEC("license") = "Dual BSD/GPL";
