// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* ipcache: exact before prefix, longest prefix, local before both, world when unknown. */
#include "harness.h"

static int destination(const char *name, struct packet p, uint32_t id, uint32_t group,
		       uint32_t node)
{
	CASE(name, FROM_A, p, .action = TC_ACT_REDIRECT, .to = dp.dev.host, .entries = 1);
	return last.meta.dst_id == id && last.meta.group == group && last.meta.node == node;
}

void ipcache_cases(void)
{
	struct vib_ipcache_entry exact = {.identity = 3001, .group = 5, .node = 9};
	struct vib_ipcache_entry longer = {.identity = 3002, .group = 6, .node = 10};

	forget_flows();
	check_that("ipcache: prefix gave identity, group, node",
		   destination("ipcache: a prefix of another host",
			       PACKET(ETH(), IP4(A4, REMOTE4), UDP(1, 2)), ID_REMOTE, GROUP_REMOTE,
			       NODE_REMOTE));
	check_that("ipcache: IPv6 prefix gave identity, group, node",
		   destination("ipcache: an IPv6 prefix of another host",
			       PACKET(ETH(), IP6(A6, REMOTE6), UDP(1, 2)), ID_REMOTE, GROUP_REMOTE,
			       NODE_REMOTE));
	check_that("ipcache: unknown is the world's",
		   destination("ipcache: an unknown address",
			       PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2)), VIB_ID_WORLD, 0, 0));
	check_that("ipcache: unknown IPv6 is the world's",
		   destination("ipcache: an unknown IPv6 address",
			       PACKET(ETH(), IP6(A6, WORLD6), UDP(1, 2)), VIB_ID_WORLD, 0, 0));
	put_prefix("10.2.0.64", 26, longer);
	put_host("10.2.0.70", exact);
	check_that("ipcache: the longer prefix wins",
		   destination("ipcache: a longer prefix",
			       PACKET(ETH(), IP4(A4, "10.2.0.71"), UDP(1, 2)), 3002, 6, 10));
	check_that("ipcache: the exact entry wins",
		   destination("ipcache: an exact address",
			       PACKET(ETH(), IP4(A4, "10.2.0.70"), UDP(1, 2)), 3001, 5, 9));
	check_that("ipcache: the gateway is the host's",
		   destination("ipcache: the gateway", PACKET(ETH(), IP4(A4, GATEWAY4), UDP(1, 2)),
			       VIB_ID_HOST, 0, 0));
	CASE("ipcache: a local endpoint needs no entry", FROM_A,
	     PACKET(ETH(), IP4(A4, B4), UDP(1, 2)), .action = TC_ACT_REDIRECT, .to = dp.dev.b,
	     .entries = 1, .any_output = 1);
	check_that("ipcache: both identities are known",
		   last.meta.src_id == ID_A && last.meta.dst_id == ID_B);
	CASE("ipcache: the host as a source", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, B4), UDP(3, 4)), .action = TC_ACT_REDIRECT, .to = dp.dev.b,
	     .entries = 1, .any_output = 1);
	check_that("ipcache: it is identity 1", last.meta.src_id == VIB_ID_HOST);
}
