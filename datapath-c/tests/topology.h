/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The world of the cases: four endpoints, the host, an underlay device.
 *
 *   A, B      veth endpoints, ready          C   an endpoint which is not ready
 *   T         a tap (no redirect_peer), MTU 1400
 *   10.1.0.0/24, fd00:1::/64   this host's pools; 10.2.0.0/24, fd00:2::/64 another host's
 */
#ifndef VIBRISSA_TEST_TOPOLOGY_H
#define VIBRISSA_TEST_TOPOLOGY_H

#define MAC_A	     "02:00:00:00:00:0a"
#define MAC_B	     "02:00:00:00:00:0b"
#define MAC_C	     "02:00:00:00:00:0c"
#define MAC_T	     "02:00:00:00:00:0d"
#define MAC_HOST     "02:00:00:00:00:01" /* vib_host */
#define MAC_UNDERLAY "02:00:00:00:00:ee"
#define MAC_ALL	     "ff:ff:ff:ff:ff:ff"

#define A4	 "10.1.0.2"
#define B4	 "10.1.0.3"
#define C4	 "10.1.0.4"
#define T4	 "10.1.0.5"
#define HOLE4	 "10.1.0.99" /* in our pool, nobody has it */
#define GATEWAY4 "10.1.0.1"
#define REMOTE4	 "10.2.0.7"
#define WORLD4	 "198.51.100.7"
#define HOST4	 "192.0.2.10" /* the host's underlay address */

#define A6	 "fd00:1::2"
#define B6	 "fd00:1::3"
#define C6	 "fd00:1::4"
#define T6	 "fd00:1::5"
#define HOLE6	 "fd00:1::99"
#define GATEWAY6 "fd00:1::1"
#define REMOTE6	 "fd00:2::7"
#define WORLD6	 "2001:db8::7"
#define LINK6	 "fe80::a"
#define SNMC_GW6 "ff02::1:ff00:1"

#define ID_A	     1001
#define ID_B	     1002
#define ID_C	     1003
#define ID_T	     1004
#define ID_REMOTE    2002
#define EP_ID_A	     11
#define EP_ID_B	     12
#define EP_ID_C	     13
#define EP_ID_T	     14
#define GROUP_REMOTE 3
#define NODE_REMOTE  7

#endif
