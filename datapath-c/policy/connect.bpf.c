// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * connect and sendmsg of a cgroup's processes: what egress policy refuses fails with EPERM at once,
 * instead of by a timeout. The packets are judged all the same (cgroup.bpf.c); here an answer to who
 * was let in (a flow that is known) passes, and so does what is neither TCP nor UDP.
 */
#include <linux/bpf.h>

#include "told.h"

static __always_inline __u32 endpoint_of_task(void)
{
	__u32 found = vib_cgroup_endpoint(bpf_get_current_cgroup_id());
	int level;

#pragma clang loop unroll(disable)
	for (level = VIB_CGROUP_LEVELS; !found && level > 0; level--) {
		__u64 id = bpf_get_current_ancestor_cgroup_id(level);

		if (id)
			found = vib_cgroup_endpoint(id);
	}
	return found;
}

/* Does it answer somebody who was let in? */
static __always_inline int answers(struct bpf_sock_addr *ctx, struct vib_cgroup_flow_key *key)
{
	struct vib_cgroup_flow *flow;
	struct bpf_sock *sk = ctx->sk;

	if (!sk || !sk->src_port)
		return 0;
	key->local_port = bpf_htons(sk->src_port);
	flow = bpf_map_lookup_elem(&vib_cgroup_flows, key);
	return flow && (__s64)(bpf_jiffies64() - flow->expires) <= 0;
}

/* The cgroup's own address is not chosen yet. */
static __always_inline int refuse(const struct vib_cgroup_flow_key *key,
				  const struct vib_policy_query *q, int reason)
{
	struct vib_refused r = {
		.local_port = key->local_port,
		.remote_port = key->remote_port,
		.family = key->family,
		.proto = key->proto,
		.direction = VIB_EGRESS,
		.endpoint = key->endpoint,
	};

	__builtin_memcpy(r.remote, key->remote, sizeof(r.remote));
	vib_tell_refused(&r, q, reason);
	return vib_refuse(VIB_EGRESS, reason, 0);
}

static __always_inline int judge(struct bpf_sock_addr *ctx, struct vib_cgroup_flow_key *key,
				 const int sends)
{
	struct vib_policy_query q = {};
	int reason;

	key->proto = ctx->protocol;
	key->remote_port = ctx->user_port;
	if (key->proto != IPPROTO_TCP && key->proto != IPPROTO_UDP)
		return VIB_SOCKET_PASS;
	key->endpoint = endpoint_of_task();
	if (!key->endpoint)
		return VIB_SOCKET_PASS;
	q.set = vib_policy_set_of(key->endpoint);
	if (!q.set || (sends && answers(ctx, key)))
		return VIB_SOCKET_PASS;
	q.identity = vib_identity_of(key->family, key->remote);
	q.proto = key->proto;
	reason = vib_refusal(&q, VIB_EGRESS, key->remote_port);
	return reason ? refuse(key, &q, reason) : VIB_SOCKET_PASS;
}

static __always_inline int judge4(struct bpf_sock_addr *ctx, const int sends)
{
	struct vib_cgroup_flow_key key = {.family = 4};

	key.remote[0] = ctx->user_ip4;
	return judge(ctx, &key, sends);
}

static __always_inline int judge6(struct bpf_sock_addr *ctx, const int sends)
{
	struct vib_cgroup_flow_key key = {.family = 6};

	key.remote[0] = ctx->user_ip6[0];
	key.remote[1] = ctx->user_ip6[1];
	key.remote[2] = ctx->user_ip6[2];
	key.remote[3] = ctx->user_ip6[3];
	/* an IPv4 address in IPv6's clothes */
	if (!(key.remote[0] | key.remote[1]) && key.remote[2] == bpf_htonl(0xffff)) {
		key.family = 4;
		key.remote[0] = key.remote[3];
		key.remote[2] = 0;
		key.remote[3] = 0;
	}
	return judge(ctx, &key, sends);
}

SEC("cgroup/connect4") int vib_cgroup_connect4(struct bpf_sock_addr *ctx)
{
	return judge4(ctx, 0);
}

SEC("cgroup/connect6") int vib_cgroup_connect6(struct bpf_sock_addr *ctx)
{
	return judge6(ctx, 0);
}

SEC("cgroup/sendmsg4") int vib_cgroup_sendmsg4(struct bpf_sock_addr *ctx)
{
	return judge4(ctx, 1);
}

SEC("cgroup/sendmsg6") int vib_cgroup_sendmsg6(struct bpf_sock_addr *ctx)
{
	return judge6(ctx, 1);
}

VIB_LICENSE("Dual BSD/GPL");
