// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Terminal: the end of each chain under each setting. */
#include "harness.h"

void terminal_cases(void)
{
	struct packet world = PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2));
	struct packet in = PACKET(ETH(), IP4(WORLD4, HOST4), UDP(1, 2));

	forget_flows();
	CASE("terminal: ep goes to vib_host", FROM_A, world, .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .entries = 1);
	CASE("terminal: net passes", FROM_UNDERLAY, in, .action = TC_ACT_OK);
	dp.settings.flags = VIB_CONFIG_COEXIST;
	configure();
	CASE("terminal: net hands on to foreign programs when told to", FROM_UNDERLAY, in,
	     .action = TC_ACT_UNSPEC);
	CASE("terminal: frames without IP as well", FROM_UNDERLAY,
	     PACKET(ETH(.type = 0x88b5), BYTES(46)), .action = TC_ACT_UNSPEC);
	dp.settings.flags = VIB_CONFIG_TERMINAL_DROP;
	configure();
	CASE("terminal: ep drops what is not local when told to", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4), UDP(3, 4)), .drop = 150);
	CASE("terminal: local delivery goes on", FROM_A, PACKET(ETH(), IP4(A4, B4), UDP(3, 4)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.b, .any_output = 1, .entries = 1);
	dp.settings.flags = 0;
	dp.settings.host_ifindex = 0;
	configure();
	CASE("terminal: ep without vib_host is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, WORLD4), UDP(3, 4)), .drop = 164);
	dp.settings.host_ifindex = dp.dev.host;
	configure();
}
