// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Writes one key, one value and one event, as C lays them out, to standard output. */
#include "types.h"
#include <stdio.h>
#include <string.h>
#include <arpa/inet.h>
#include <endian.h>

int main(void)
{
	struct vib_key k;
	struct vib_value v;
	struct vib_string s;

	memset(&k, 0, sizeof(k));
	k.saddr.word[0] = inet_addr("10.1.2.3");
	k.ip6.word[3] = htonl(0xfffffffe);
	k.sport = htons(443);
	k.dport = 65535;
	k.class = 255;
	memset(&v, 0, sizeof(v));
	v.size = 0x8000000000000001ULL;
	v.other = 2;
	v.s8 = -128;
	v.flag = 1;
	v.s16 = -2;
	v.s32 = -3;
	v.s64 = -4;
	v.state = VIB_STATE_BAD;
	v.low = 5;
	v.mid = -2047;
	v.top = 9;
	memcpy(v.mac.octet, "\x02\x11\x22\x33\x44\xff", 6);
	for (int i = 0; i < 3; i++) {
		v.ports[i].number = 60000 + i;
		v.ports[i].proto = 17;
		v.counts[i] = 10 + i;
	}
	for (int i = 0; i < 6; i++)
		v.grid[i / 3][i % 3] = 100 * i;
	v.next = (__u64 *)0xdead;
	v.token = htobe64(42);
	v.mixed.half = 0x1234;
	memset(&s, 0, sizeof(s));
	s.time = 99;
	strcpy(s.name, "xwing");
	s.ratio = 0.5;
	s.share = -1.25f;
	s.inner.a = 1;
	s.inner.b = 2;
	s.odd.word = 0x04030201;
	fwrite(&k, sizeof(k), 1, stdout);
	fwrite(&v, sizeof(v), 1, stdout);
	fwrite(&s, sizeof(s), 1, stdout);
	return 0;
}
