// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Every shared map of the datapath and no program: loaded first, it creates and pins them, and
 * its BTF is where user space takes the layouts of all keys and values from.
 */
#define VIB_USE_CONNTRACK
#define VIB_USE_IPCACHE
#define VIB_USE_ENDPOINTS
#define VIB_USE_PATHS
#define VIB_USE_WATCH
#include <vibrissa/maps.h>

/* Enumerations reach the BTF only when something has their type. */
const struct {
	enum vib_chain chain;
	enum vib_slot slot;
	enum vib_verdict verdict;
	enum vib_ct_state ct_state;
	enum vib_cause cause;
	enum vib_flow_state flow_state;
	enum vib_drop_reason drop_reason;
	enum vib_direction direction;
	enum vib_timeout timeout;
	struct vib_contract contract;
} vib_enums SEC(".vib.enums") = {};

char vib_license[] SEC("license") = "Dual BSD/GPL";
