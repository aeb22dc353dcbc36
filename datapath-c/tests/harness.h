/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Loads all objects into arrays of its own (nothing is pinned), runs one root by
 * BPF_PROG_TEST_RUN, and compares what came of the frame with what a case expects.
 */
#ifndef VIBRISSA_TEST_HARNESS_H
#define VIBRISSA_TEST_HARNESS_H

#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <stdint.h>
#include <vibrissa/abi.h>
#include <vibrissa/drop.h>
#include <vibrissa/flow_event.h>
#include <vibrissa/types.h>

#include "packet.h"
#include "topology.h"

/* Devices in the harness's own network namespace. */
struct devices {
	int a, b, c, t, host, underlay;
};

struct datapath {
	struct devices dev;
	int root[VIB_CHAINS]; /* fds; dlv has none */
	int uplink;	      /* the other root of chain host */
	int chain[VIB_CHAINS];
	int scratch, config, drops, ct4, ct6, frags, iphash, ipcache, endpoints, nodes, groups;
	int noop[VIB_SLOTS];
	int cpus;
	struct vib_config settings;
};

extern struct datapath dp;

/* Where a frame enters. */
struct hook {
	enum vib_chain chain;
	int ifindex;
};

struct expect {
	int action;   /* TC_ACT_*; a drop or a consumed frame is TC_ACT_SHOT by itself */
	int drop;     /* reason, 0 = not dropped */
	int consumed; /* answered or swallowed, not counted as a drop */
	int answered; /* dropped, and the frame left as the answer */
	int to;	      /* ifindex of a redirect, 0 = not checked */
	int ct;	      /* enum vib_ct_state, -1 = must be none; 0 = not checked */
	int entries;  /* change of the number of conntrack entries */
	int cached;   /* verdict came from the entry */
	const struct packet *out; /* frame afterwards; NULL = as it went in */
	int any_output;
};

/* What the last run left behind, for cases which look closer. */
struct outcome {
	int action;
	struct vib_meta meta;
	uint8_t frame[FRAME_MAX];
	uint32_t len;
};

extern struct outcome last;
extern int passed, failed, skipped;

void start(const char *objects);
/* A second instance beside the first; dp is it from now on. */
void start_another(const char *objects);
/* Starts anew over a vib_ct4 of one entry which evicts nothing. */
int full_table_datapath(const char *objects);
void finish(void);
int load_stage_object(const char *path, const char *program);
/* Another program of the object that was loaded last. */
int program_beside(const char *program);
/* fd of a map of the object that was loaded last */
int map_of_last_object(const char *name);
void configure(void);
void forget_flows(void);
void put_endpoint(const char *addr, const struct vib_endpoint *value);
void remove_endpoint(const char *addr);
void put_prefix(const char *addr, int bits, struct vib_ipcache_entry value);
void put_host(const char *addr, struct vib_ipcache_entry value);
/* family, addr and so on of the value are the caller's. */
void put_node(uint32_t id, const struct vib_node *value);
void remove_node(uint32_t id);
void put_group(uint32_t group, uint32_t slot);
uint32_t address(const char *text, __be32 *addr);
/* What comes with these from now on counts as out of a tunnel: a mark says so. */
#define OUT_OF_TUNNEL(node, identity) MARK(0x80000000u | (node) << 16 | (identity))
int find_flow(const char *s, const char *d, int sport, int dport, int proto,
	      struct vib_ct_entry *e);
void change_flow(const char *s, const char *d, int sport, int dport, int proto,
		 const struct vib_ct_entry *e);
uint64_t hits(enum vib_chain chain, int slot);
uint64_t drop_count(int direction, int reason);
void read_scratch(struct vib_scratch *out);
void write_slot(enum vib_chain chain, int slot, int fd);
/* All core stages of a chain, whatever its slots held. */
void restore_chain(enum vib_chain chain);
void clear_slot(enum vib_chain chain, int slot);
int run_root(enum vib_chain chain, int ifindex, const struct packet *in, uint32_t repeat,
	     uint32_t *ns);
void check(const char *name, struct hook hook, struct packet in, struct expect want);
void check_that(const char *name, int truth);
/* Counted apart from the others, with the reason. */
void skip(const char *name, const char *why);
int kernel_before(int major, int minor);

#define FROM_A	      ((struct hook){VIB_CHAIN_EP, dp.dev.a})
#define FROM_B	      ((struct hook){VIB_CHAIN_EP, dp.dev.b})
#define FROM_C	      ((struct hook){VIB_CHAIN_EP, dp.dev.c})
#define FROM_T	      ((struct hook){VIB_CHAIN_EP, dp.dev.t})
#define FROM_UNDERLAY ((struct hook){VIB_CHAIN_NET, dp.dev.underlay})
#define FROM_HOST     ((struct hook){VIB_CHAIN_HOST, dp.dev.host})
#define BY_UPLINK     ((struct hook){VIB_CHAIN_HOST, dp.dev.underlay})

#define CASE(name, hook, packet, ...) check(name, hook, packet, (struct expect){__VA_ARGS__})

/* One table per stage. */
void root_cases(void);
void guard_cases(void);
void conntrack_cases(void);
void ipcache_cases(void);
void deliver_cases(void);
void terminal_cases(void);
void remote_cases(const char *objects);
void native_cases(const char *objects);
/* The native stage in both chains and in force for GROUP_REMOTE; after native_cases. */
void forward_natively(void);
void stop_forwarding_natively(void);
/* A node with one way: this neighbour on this device. */
struct vib_node node_by(const char *next, int ifindex);
void overlay_cases(const char *objects);
void policy_cases(const char *objects);
void walk_cases(void);
void flow_cases(const char *objects);
/* The flow stage in every chain, telling of what causes says (and of drops). */
void tell_flows(const char *objects, uint8_t causes);
/* The events since the last call; they stay until the next one. */
int flows_told(const struct vib_flow_event **events);
void tell_no_flows(void);
void watch_cases(const char *objects);
void refused_cases(const char *objects);
void live_cases(void);

#endif
