// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* datapath_test DIR: every verdict of every stage, TAP on stdout, last line the counts. */
#include <stdio.h>

#include "harness.h"

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: datapath_test OBJECTS\n");
		return 2;
	}
	start(argv[1]);
	root_cases();
	guard_cases();
	conntrack_cases();
	ipcache_cases();
	deliver_cases();
	terminal_cases();
	remote_cases(argv[1]);
	native_cases(argv[1]);
	overlay_cases(argv[1]);
	policy_cases(argv[1]);
	flow_cases(argv[1]);
	walk_cases();
	watch_cases(argv[1]);
	live_cases();
	refused_cases(argv[1]);
	finish();
	printf("1..%d\n%d passed, %d failed, %d skipped\n", passed + failed + skipped, passed,
	       failed, skipped);
	return failed ? 1 : 0;
}
