// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#define _GNU_SOURCE
#include "harness.h"

#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <net/if.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

struct datapath dp;
struct outcome last;
int passed, failed, skipped;

static struct bpf_object *tables; /* of the instance that was started last */
static struct bpf_object *objects_open[64];
static int n_objects;

static void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, ": %s\n", strerror(errno));
	exit(2);
}

static int quiet(enum libbpf_print_level level, const char *format, va_list args)
{
	if (level == LIBBPF_WARN)
		return vfprintf(stderr, format, args);
	return 0;
}

static int table(const char *name)
{
	struct bpf_map *map = bpf_object__find_map_by_name(tables, name);

	if (!map)
		die("no map %s in tables.bpf.o", name);
	return bpf_map__fd(map);
}

/* Opens an object, gives it the shared maps, loads it. */
static struct bpf_object *load(const char *path)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	struct bpf_map *map;

	if (!object)
		die("open %s", path);
	bpf_object__for_each_map(map, object)
	{
		struct bpf_map *shared = bpf_object__find_map_by_name(tables, bpf_map__name(map));

		if (shared && bpf_map__reuse_fd(map, bpf_map__fd(shared)))
			die("share %s with %s", bpf_map__name(map), path);
	}
	if (bpf_object__load(object))
		die("load %s", path);
	objects_open[n_objects++] = object;
	return object;
}

static int program(struct bpf_object *object, const char *name)
{
	struct bpf_program *p = bpf_object__find_program_by_name(object, name);

	if (!p)
		die("no program %s", name);
	return bpf_program__fd(p);
}

int load_stage_object(const char *path, const char *name)
{
	return program(load(path), name);
}

int program_beside(const char *name)
{
	return program(objects_open[n_objects - 1], name);
}

int map_of_last_object(const char *name)
{
	struct bpf_map *map = bpf_object__find_map_by_name(objects_open[n_objects - 1], name);

	if (!map)
		die("no map %s", name);
	return bpf_map__fd(map);
}

static void make_devices(void)
{
	static const struct {
		const char *name, *peer;
	} pairs[] = {
		{"lxca", "pa"}, {"lxcb", "pb"},		 {"lxcc", "pc"},
		{"lxct", "pt"}, {"vib_host", "vib_net"}, {"under", "pu"},
	};
	char command[128];
	size_t i;

	if (unshare(CLONE_NEWNET))
		die("unshare a network namespace (root is needed)");
	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		snprintf(command, sizeof(command),
			 "ip link add %s up type veth peer name %s && ip link set %s up",
			 pairs[i].name, pairs[i].peer, pairs[i].peer);
		if (system(command))
			die("%s", command);
	}
	dp.dev.a = if_nametoindex("lxca");
	dp.dev.b = if_nametoindex("lxcb");
	dp.dev.c = if_nametoindex("lxcc");
	dp.dev.t = if_nametoindex("lxct");
	dp.dev.host = if_nametoindex("vib_host");
	dp.dev.underlay = if_nametoindex("under");
}

void write_slot(enum vib_chain chain, int slot, int fd)
{
	uint32_t key = slot;

	if (bpf_map_update_elem(dp.chain[chain], &key, &fd, BPF_ANY))
		die("write slot %d of chain %d", slot, chain);
	dp.settings.slots[chain] |= 1u << slot;
	configure();
}

void clear_slot(enum vib_chain chain, int slot)
{
	uint32_t key = slot;

	dp.settings.slots[chain] &= ~(1u << slot);
	configure();
	bpf_map_delete_elem(dp.chain[chain], &key);
}

uint32_t address(const char *text, __be32 *addr)
{
	memset(addr, 0, 16);
	if (inet_pton(AF_INET, text, addr) == 1)
		return 4;
	if (inet_pton(AF_INET6, text, addr) == 1)
		return 6;
	die("not an address: %s", text);
	return 0;
}

void put_endpoint(const char *addr, const struct vib_endpoint *value)
{
	struct vib_endpoint_key key = {};

	key.family = address(addr, key.addr);
	if (bpf_map_update_elem(dp.endpoints, &key, value, BPF_ANY))
		die("endpoint %s", addr);
}

void remove_endpoint(const char *addr)
{
	struct vib_endpoint_key key = {};

	key.family = address(addr, key.addr);
	bpf_map_delete_elem(dp.endpoints, &key);
}

void put_prefix(const char *addr, int bits, struct vib_ipcache_entry value)
{
	struct vib_ipcache_key key = {};

	key.family = address(addr, key.addr);
	key.prefixlen = 32 + bits;
	if (bpf_map_update_elem(dp.ipcache, &key, &value, BPF_ANY))
		die("prefix %s/%d", addr, bits);
}

void put_host(const char *addr, struct vib_ipcache_entry value)
{
	struct vib_iphash_key key = {};

	key.family = address(addr, key.addr);
	if (bpf_map_update_elem(dp.iphash, &key, &value, BPF_ANY))
		die("host %s", addr);
}

void put_node(uint32_t id, const struct vib_node *value)
{
	struct vib_node_key key = {.id = id};

	if (bpf_map_update_elem(dp.nodes, &key, value, BPF_ANY))
		die("node %u", id);
}

void remove_node(uint32_t id)
{
	struct vib_node_key key = {.id = id};

	bpf_map_delete_elem(dp.nodes, &key);
}

void put_group(uint32_t group, uint32_t slot)
{
	struct vib_group value = {.slot = slot};

	if (bpf_map_update_elem(dp.groups, &group, &value, BPF_ANY))
		die("group %u", group);
}

static void endpoint(const char *v4, const char *v6, int id, int identity, int ifindex,
		     const char *mac, uint32_t flags, int mtu)
{
	struct vib_endpoint e = {
		.ep_id = id,
		.identity = identity,
		.ifindex = ifindex,
		.flags = flags,
		.policy_id = id,
		.mtu = mtu,
	};

	parse_mac(mac, e.mac);
	parse_mac(MAC_HOST, e.node_mac);
	put_endpoint(v4, &e);
	put_endpoint(v6, &e);
}

void configure(void)
{
	uint32_t zero = 0;

	if (bpf_map_update_elem(dp.config, &zero, &dp.settings, BPF_ANY))
		die("configuration");
}

static void populate(void)
{
	struct vib_ipcache_entry pool = {.identity = VIB_ID_UNKNOWN, .flags = VIB_IP_POOL};
	struct vib_ipcache_entry host = {.identity = VIB_ID_HOST, .flags = VIB_IP_HOST};
	struct vib_ipcache_entry remote = {
		.identity = ID_REMOTE,
		.group = GROUP_REMOTE,
		.node = NODE_REMOTE,
		.flags = VIB_IP_NODE,
	};

	endpoint(A4, A6, EP_ID_A, ID_A, dp.dev.a, MAC_A, VIB_EP_READY | VIB_EP_PEER, 1500);
	endpoint(B4, B6, EP_ID_B, ID_B, dp.dev.b, MAC_B, VIB_EP_READY | VIB_EP_PEER, 1500);
	endpoint(C4, C6, EP_ID_C, ID_C, dp.dev.c, MAC_C, VIB_EP_PEER, 1500);
	endpoint(T4, T6, EP_ID_T, ID_T, dp.dev.t, MAC_T, VIB_EP_READY | VIB_EP_ANY_MAC, 1400);
	put_prefix("10.1.0.0", 24, pool);
	put_prefix("fd00:1::", 64, pool);
	put_prefix("10.2.0.0", 24, remote);
	put_prefix("fd00:2::", 64, remote);
	put_host(GATEWAY4, host);
	put_host(GATEWAY6, host);
	put_host(HOST4, host);
	put_group(GROUP_REMOTE, VIB_SLOT_FORWARD_VENDOR);

	dp.settings.abi = VIB_ABI;
	dp.settings.gen = 1;
	dp.settings.host_ifindex = dp.dev.host;
	dp.settings.hz = 1000;
	parse_mac(MAC_HOST, dp.settings.host_mac);
	configure();
}

static const struct {
	const char *object, *program;
	int slot;
	uint32_t chains;
} stages[] = {
	{"guard", "vib_stage_guard", VIB_SLOT_GUARD, VIB_ON_EP | VIB_ON_HOST},
	{"conntrack", "vib_stage_conntrack", VIB_SLOT_CONNTRACK,
	 VIB_ON_EP | VIB_ON_NET | VIB_ON_HOST},
	{"ipcache", "vib_stage_ipcache", VIB_SLOT_IPCACHE, VIB_ON_EP | VIB_ON_NET | VIB_ON_HOST},
	{"deliver", "vib_stage_deliver", VIB_SLOT_DELIVER, VIB_ON_ALL},
	{"commit", "vib_stage_commit", VIB_SLOT_COMMIT, VIB_ON_ALL},
	{"terminal", "vib_stage_terminal", VIB_SLOT_TERMINAL, VIB_ON_ALL},
};

static int stage_fd[sizeof(stages) / sizeof(*stages)];

void restore_chain(enum vib_chain chain)
{
	size_t i;

	for (i = 0; i < sizeof(stages) / sizeof(*stages); i++)
		if (stages[i].chains & 1u << chain)
			write_slot(chain, stages[i].slot, stage_fd[i]);
}

/* All objects over fresh tables; with `refuse`, vib_ct4 has one entry and evicts nothing. */
static void load_all(const char *dir, int refuse)
{
	static const char *const roots[] = {"vib_root_ep", NULL, "vib_root_net", "vib_root_host"};
	static const char *const chains[] = {"vib_chain_ep", "vib_chain_dlv", "vib_chain_net",
					     "vib_chain_host"};
	struct bpf_object *object;
	char path[512];
	size_t i;
	int c;

	snprintf(path, sizeof(path), "%s/tables.bpf.o", dir);
	tables = bpf_object__open_file(path, NULL);
	if (tables && refuse) {
		struct bpf_map *ct4 = bpf_object__find_map_by_name(tables, "vib_ct4");

		bpf_map__set_type(ct4, BPF_MAP_TYPE_HASH);
		bpf_map__set_max_entries(ct4, 1);
	}
	if (!tables || bpf_object__load(tables))
		die("load %s", path);
	objects_open[n_objects++] = tables;
	for (c = 0; c < VIB_CHAINS; c++)
		dp.chain[c] = table(chains[c]);
	dp.scratch = table("vib_scratch");
	dp.config = table("vib_config");
	dp.drops = table("vib_drops");
	dp.ct4 = table("vib_ct4");
	dp.ct6 = table("vib_ct6");
	dp.frags = table("vib_frags");
	dp.iphash = table("vib_iphash");
	dp.ipcache = table("vib_ipcache");
	dp.endpoints = table("vib_endpoints");
	dp.nodes = table("vib_nodes");
	dp.groups = table("vib_groups");

	snprintf(path, sizeof(path), "%s/root.bpf.o", dir);
	object = load(path);
	for (c = 0; c < VIB_CHAINS; c++)
		dp.root[c] = roots[c] ? program(object, roots[c]) : -1;
	dp.uplink = -1;
	if (bpf_object__find_program_by_name(object, "vib_root_uplink"))
		dp.uplink = program(object, "vib_root_uplink");
	snprintf(path, sizeof(path), "%s/noop.bpf.o", dir);
	object = load(path);
	for (i = 0; i < VIB_SLOTS; i++) {
		char name[32];

		snprintf(name, sizeof(name), "vib_noop_%zu", i);
		dp.noop[i] = program(object, name);
	}
	for (i = 0; i < sizeof(stages) / sizeof(*stages); i++) {
		int fd;

		snprintf(path, sizeof(path), "%s/%s.bpf.o", dir, stages[i].object);
		fd = load_stage_object(path, stages[i].program);
		stage_fd[i] = fd;
	}
	dp.settings = (struct vib_config){};
	for (c = 0; c < VIB_CHAINS; c++)
		restore_chain(c);
	populate();
}

void start(const char *dir)
{
	cpu_set_t one;

	libbpf_set_print(quiet);
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	if (sched_setaffinity(0, sizeof(one), &one))
		die("stay on one CPU");
	make_devices();
	dp.cpus = libbpf_num_possible_cpus();
	load_all(dir, 0);
}

void start_another(const char *dir)
{
	load_all(dir, 0);
}

int full_table_datapath(const char *dir)
{
	finish();
	load_all(dir, 1);
	return dp.ct4;
}

void finish(void)
{
	while (n_objects)
		bpf_object__close(objects_open[--n_objects]);
}

static int count_entries(int fd, int key_size, int clear)
{
	uint8_t key[64], next[64];
	int n = 0;
	void *at = NULL;

	while (!bpf_map_get_next_key(fd, at, next)) {
		n++;
		memcpy(key, next, key_size);
		if (clear)
			bpf_map_delete_elem(fd, key);
		at = clear ? NULL : key;
	}
	return n;
}

static int flows(void)
{
	return count_entries(dp.ct4, sizeof(struct vib_ct4_key), 0) +
	       count_entries(dp.ct6, sizeof(struct vib_ct6_key), 0);
}

void forget_flows(void)
{
	count_entries(dp.ct4, sizeof(struct vib_ct4_key), 1);
	count_entries(dp.ct6, sizeof(struct vib_ct6_key), 1);
	count_entries(dp.frags, sizeof(struct vib_frag_key), 1);
}

static int flow_key(const char *s, const char *d, int sport, int dport, int proto, void *key)
{
	__be32 sa[4], da[4];
	uint16_t sp = htons(sport), dport_be = htons(dport);
	uint32_t family = address(s, sa);
	int second, i;

	address(d, da);
	if (family == 4) {
		struct vib_ct4_key *k = key;

		second = sa[0] > da[0] || (sa[0] == da[0] && sp > dport_be);
		*k = (struct vib_ct4_key){.proto = proto};
		k->addr[second] = sa[0];
		k->addr[!second] = da[0];
		k->port[second] = sp;
		k->port[!second] = dport_be;
		return dp.ct4;
	}
	struct vib_ct6_key *k = key;

	second = sp > dport_be;
	for (i = 0; i < 4; i++)
		if (sa[i] != da[i])
			second = sa[i] > da[i];
	*k = (struct vib_ct6_key){.proto = proto};
	memcpy(second ? k->addr_b : k->addr_a, sa, 16);
	memcpy(second ? k->addr_a : k->addr_b, da, 16);
	k->port[second] = sp;
	k->port[!second] = dport_be;
	return dp.ct6;
}

int find_flow(const char *s, const char *d, int sport, int dport, int proto, struct vib_ct_entry *e)
{
	uint8_t key[64];
	int fd = flow_key(s, d, sport, dport, proto, key);

	return !bpf_map_lookup_elem(fd, key, e);
}

void change_flow(const char *s, const char *d, int sport, int dport, int proto,
		 const struct vib_ct_entry *e)
{
	uint8_t key[64];
	int fd = flow_key(s, d, sport, dport, proto, key);

	if (bpf_map_update_elem(fd, key, e, BPF_EXIST))
		die("change flow %s %s", s, d);
}

void read_scratch(struct vib_scratch *out)
{
	size_t size = (sizeof(*out) + 7) / 8 * 8;
	uint8_t *all = calloc(dp.cpus, size);
	uint32_t zero = 0;

	if (!all || bpf_map_lookup_elem(dp.scratch, &zero, all))
		die("read the scratch record");
	memcpy(out, all, sizeof(*out));
	free(all);
}

uint64_t hits(enum vib_chain chain, int slot)
{
	static struct vib_scratch s;

	read_scratch(&s);
	return s.hits[chain][slot];
}

uint64_t drop_count(int direction, int reason)
{
	struct vib_drop_count per_cpu[256];
	uint32_t key = direction * VIB_DROP_REASONS + reason;
	uint64_t sum = 0;
	int i;

	if (bpf_map_lookup_elem(dp.drops, &key, per_cpu))
		die("read drops");
	for (i = 0; i < dp.cpus; i++)
		sum += per_cpu[i].packets;
	return sum;
}

/* Sum of all drop counters of a direction, and of everything but one. */
static uint64_t drops_total(void)
{
	uint64_t sum = 0;
	int d, r;

	for (d = 0; d < VIB_DIRECTIONS; d++)
		for (r = 0; r < VIB_DROP_REASONS; r++)
			sum += drop_count(d, r);
	return sum;
}

int run_root(enum vib_chain chain, int ifindex, const struct packet *in, uint32_t repeat,
	     uint32_t *ns)
{
	struct __sk_buff ctx = {.ifindex = ifindex, .mark = in->mark};
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = in->data, .data_size_in = in->len,
		    .data_out = last.frame, .data_size_out = sizeof(last.frame), .ctx_in = &ctx,
		    .ctx_size_in = sizeof(ctx), .repeat = repeat);

	if (in->gso_size) {
		ctx.gso_size = in->gso_size;
		ctx.gso_segs = (in->len + in->gso_size - 1) / in->gso_size;
	}
	if (bpf_prog_test_run_opts(chain == VIB_CHAIN_HOST && ifindex == dp.dev.underlay
					   ? dp.uplink
					   : dp.root[chain],
				   &opts))
		die("BPF_PROG_TEST_RUN of chain %d", chain);
	last.len = opts.data_size_out;
	if (ns)
		*ns = opts.duration;
	return (int)opts.retval;
}

static char report[4096];

static void wrong(const char *format, ...)
{
	size_t n = strlen(report);
	va_list args;

	va_start(args, format);
	n += snprintf(report + n, sizeof(report) - n, "#   ");
	n += vsnprintf(report + n, sizeof(report) - n, format, args);
	snprintf(report + n, sizeof(report) - n, "\n");
	va_end(args);
}

static void hex(const char *what, const uint8_t *p, uint32_t len)
{
	char line[3 * 128 + 1] = "";
	uint32_t i;

	for (i = 0; i < len && i < 128; i++)
		sprintf(line + 3 * i, "%02x ", p[i]);
	wrong("%s (%u bytes) %s", what, len, line);
}

static void tell(const char *name, int ok)
{
	printf("%s %d - %s\n", ok ? "ok" : "not ok", passed + failed + skipped + 1, name);
	if (!ok)
		fputs(report, stdout);
	ok ? passed++ : failed++;
	report[0] = 0;
}

void skip(const char *name, const char *why)
{
	printf("ok %d - %s # SKIP %s\n", passed + failed + skipped + 1, name, why);
	skipped++;
}

int kernel_before(int major, int minor)
{
	struct utsname u;
	int has_major = 0, has_minor = 0;

	if (uname(&u) || sscanf(u.release, "%d.%d", &has_major, &has_minor) != 2)
		die("read the kernel's version");
	return has_major < major || (has_major == major && has_minor < minor);
}

void check_that(const char *name, int truth)
{
	if (!truth)
		wrong("does not hold");
	tell(name, truth);
}

void check(const char *name, struct hook hook, struct packet in, struct expect want)
{
	static struct vib_scratch s;
	const struct packet *out = want.out ? want.out : &in;
	int direction = VIB_INGRESS, action;
	uint64_t before, all_before;
	int flows_before = flows();

	/* chains ep counts as egress; a drop in dlv is ingress, told apart by the record */
	before = want.drop ? drop_count(0, want.drop) + drop_count(1, want.drop) : 0;
	all_before = drops_total();
	last.action = action = run_root(hook.chain, hook.ifindex, &in, 1, NULL);
	read_scratch(&s);
	last.meta = s.meta;
	direction = s.meta.chain == VIB_CHAIN_EP ? VIB_EGRESS : VIB_INGRESS;

	if (want.drop || want.consumed)
		want.action = want.answered ? TC_ACT_REDIRECT : TC_ACT_SHOT;
	if (action != want.action)
		wrong("action %d, expected %d (reason %u, chain %u, slot %u)", action, want.action,
		      s.meta.reason, s.meta.chain, s.meta.slot);
	if (s.meta.reason != want.drop)
		wrong("reason %u, expected %d", s.meta.reason, want.drop);
	if (drops_total() - all_before != (want.drop ? 1u : 0u))
		wrong("%llu drops counted", (unsigned long long)(drops_total() - all_before));
	if (want.drop && drop_count(0, want.drop) + drop_count(1, want.drop) != before + 1)
		wrong("the counter of reason %d did not rise", want.drop);
	if (want.drop && !drop_count(direction, want.drop))
		wrong("reason %d was counted in the other direction", want.drop);
	if (want.consumed && s.meta.verdict != VIB_VERDICT_CONSUMED)
		wrong("verdict %u, expected consumed", s.meta.verdict);
	if (want.to && s.meta.out_ifindex != (uint32_t)want.to)
		wrong("redirect to %u, expected %d", s.meta.out_ifindex, want.to);
	if (want.ct && s.meta.ct_state != (want.ct < 0 ? 0 : want.ct))
		wrong("ct_state %u, expected %d", s.meta.ct_state, want.ct);
	if (want.cached != !!(s.meta.flags & VIB_F_CACHED))
		wrong("verdict %s from the entry", want.cached ? "is not" : "is");
	if (flows() - flows_before != want.entries)
		wrong("%d conntrack entries more, expected %d", flows() - flows_before,
		      want.entries);
	if (!want.any_output && (last.len != out->len || memcmp(last.frame, out->data, out->len))) {
		hex("frame   ", last.frame, last.len);
		hex("expected", out->data, out->len);
	}
	tell(name, !report[0]);
}
