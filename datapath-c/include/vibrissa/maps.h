/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The maps which every stage shares. An object which includes this header declares them; the
 * loader gives it the host's pinned ones by name. The tables of single concerns are opt-in,
 * so that an object asks only for what it uses:
 *
 *   #define VIB_USE_CONNTRACK   vib_ct4, vib_ct6, vib_frags
 *   #define VIB_USE_IPCACHE     vib_iphash, vib_ipcache
 *   #define VIB_USE_ENDPOINTS   vib_endpoints
 *   #define VIB_USE_PATHS       vib_groups, vib_nodes
 *   #define VIB_USE_WATCH       vib_watch
 *
 * before the include. Sizes are defaults: user space may set max_entries of the tables.
 */
#ifndef VIBRISSA_MAPS_H
#define VIBRISSA_MAPS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "abi.h"
#include "drop.h"
#include "types.h"
#include "watch.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct vib_scratch);
} vib_scratch SEC(".maps");

#define VIB_CHAIN_MAP(name)                            \
	struct {                                       \
		__uint(type, BPF_MAP_TYPE_PROG_ARRAY); \
		__uint(max_entries, VIB_SLOTS);        \
		__uint(key_size, sizeof(__u32));       \
		__uint(value_size, sizeof(__u32));     \
	} name SEC(".maps")

VIB_CHAIN_MAP(vib_chain_ep);
VIB_CHAIN_MAP(vib_chain_dlv);
VIB_CHAIN_MAP(vib_chain_net);
VIB_CHAIN_MAP(vib_chain_host);

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct vib_config);
} vib_config SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, VIB_DIRECTIONS *VIB_DROP_REASONS);
	__type(key, __u32);
	__type(value, struct vib_drop_count);
} vib_drops SEC(".maps");

#ifdef VIB_USE_CONNTRACK
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 131072);
	__type(key, struct vib_ct4_key);
	__type(value, struct vib_ct_entry);
} vib_ct4 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, struct vib_ct6_key);
	__type(value, struct vib_ct_entry);
} vib_ct6 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, struct vib_frag_key);
	__type(value, struct vib_frag);
} vib_frags SEC(".maps");
#endif

#ifdef VIB_USE_IPCACHE
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct vib_iphash_key);
	__type(value, struct vib_ipcache_entry);
} vib_iphash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 65536);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct vib_ipcache_key);
	__type(value, struct vib_ipcache_entry);
} vib_ipcache SEC(".maps");
#endif

#ifdef VIB_USE_ENDPOINTS
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct vib_endpoint_key);
	__type(value, struct vib_endpoint);
} vib_endpoints SEC(".maps");
#endif

#ifdef VIB_USE_PATHS
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct vib_node_key);
	__type(value, struct vib_node);
} vib_nodes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, struct vib_group);
} vib_groups SEC(".maps");
#endif

#ifdef VIB_USE_WATCH
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, VIB_WATCHES);
	__type(key, __u32);
	__type(value, struct vib_watch);
} vib_watch SEC(".maps");
#endif

#endif
