// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Guard: sources, frames without IP, ARP, neighbour discovery, multicast. */
#include "harness.h"

#define ZERO_MAC "00:00:00:00:00:00"

static void sources(void)
{
	CASE("ep: own source address passes", FROM_A, PACKET(ETH(), IP4(A4, WORLD4), UDP(1, 2)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .ct = VIB_CT_NEW, .entries = 1);
	check_that("ep: the guard names endpoint and identity",
		   last.meta.ep_id == EP_ID_A && last.meta.src_id == ID_A);
	CASE("ep: another endpoint's source address is dropped", FROM_A,
	     PACKET(ETH(), IP4(B4, WORLD4), UDP(1, 2)), .drop = 132);
	CASE("ep: an unknown source address is dropped", FROM_A,
	     PACKET(ETH(), IP4(WORLD4, B4), UDP(1, 2)), .drop = 132);
	CASE("ep: source 0.0.0.0 is dropped", FROM_A,
	     PACKET(ETH(), IP4("0.0.0.0", WORLD4), UDP(68, 67)), .drop = 132);
	CASE("ep: broadcast is dropped whoever sends it", FROM_A,
	     PACKET(ETH(), IP4("0.0.0.0", "255.255.255.255"), UDP(68, 67)), .drop = 150);
	CASE("ep: own IPv6 source address passes", FROM_A,
	     PACKET(ETH(), IP6(A6, WORLD6), UDP(1, 2)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.host, .ct = VIB_CT_NEW, .entries = 1);
	CASE("ep: another endpoint's IPv6 source address is dropped", FROM_A,
	     PACKET(ETH(), IP6(B6, WORLD6), UDP(1, 2)), .drop = 132);
	CASE("ep: a link-local source is not forwarded", FROM_A,
	     PACKET(ETH(), IP6(LINK6, WORLD6), UDP(1, 2)), .drop = 132);
	CASE("ep: a foreign source MAC is dropped", FROM_A,
	     PACKET(ETH(.src = MAC_B), IP4(A4, WORLD4), UDP(1, 2)), .drop = 130);
	CASE("ep: an endpoint without the MAC check may use any", FROM_T,
	     PACKET(ETH(.src = MAC_B), IP4(T4, WORLD4), UDP(1, 2)), .action = TC_ACT_REDIRECT,
	     .entries = 1);
	CASE("ep: an endpoint which is not ready is dropped", FROM_C,
	     PACKET(ETH(.src = MAC_C), IP4(C4, WORLD4), UDP(1, 2)), .drop = 203);
}

static void without_ip(void)
{
	CASE("ep: a tagged frame is dropped", FROM_A,
	     PACKET(ETH(), VLAN(5), IP4(A4, WORLD4), UDP(1, 2)), .drop = 182);
	CASE("ep: a priority-tagged frame (VLAN 0) is dropped", FROM_A,
	     PACKET(ETH(), VLAN(0), IP4(A4, WORLD4), UDP(1, 2)), .drop = 182);
	CASE("ep: a service-tagged frame (802.1ad) is dropped", FROM_A,
	     PACKET(ETH(.type = 0x88a8), VLAN(5), IP4(A4, WORLD4), UDP(1, 2)), .drop = 182);
	CASE("ep: an unknown ethertype is dropped", FROM_A, PACKET(ETH(.type = 0x88b5), BYTES(46)),
	     .drop = 166);
	CASE("ep: an 802.3 length field is dropped", FROM_A, PACKET(ETH(.type = 46), BYTES(46)),
	     .drop = 166);
}

static struct packet arp_reply(const char *src, const char *dst, const char *from, const char *to,
			       const char *ip, const char *to_ip)
{
	return PACKET(ETH(.src = src, .dst = dst),
		      ARP(2, ip, to_ip, .sender_mac = from, .target_mac = to), BYTES(18));
}

static void arp(void)
{
	struct packet gateway = arp_reply(MAC_HOST, MAC_A, MAC_HOST, MAC_A, GATEWAY4, A4);
	struct packet other = arp_reply(MAC_HOST, MAC_A, MAC_HOST, MAC_A, B4, A4);
	struct packet endpoint = arp_reply(MAC_B, MAC_HOST, MAC_B, MAC_HOST, B4, GATEWAY4);

	CASE("ep: ARP for the gateway is answered", FROM_A,
	     PACKET(ETH(.dst = MAC_ALL), ARP(1, A4, GATEWAY4), BYTES(18)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.a, .out = &gateway);
	CASE("ep: ARP for another address is answered with the gateway's MAC", FROM_A,
	     PACKET(ETH(.dst = MAC_ALL), ARP(1, A4, B4), BYTES(18)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.a, .out = &other);
	CASE("ep: ARP for the own address is consumed", FROM_A,
	     PACKET(ETH(.dst = MAC_ALL), ARP(1, A4, A4)), .consumed = 1);
	CASE("ep: an ARP probe for the own address is consumed", FROM_A,
	     PACKET(ETH(.dst = MAC_ALL), ARP(1, "0.0.0.0", A4)), .consumed = 1);
	CASE("ep: an ARP probe for another address is consumed", FROM_A,
	     PACKET(ETH(.dst = MAC_ALL), ARP(1, "0.0.0.0", B4)), .consumed = 1);
	CASE("ep: a gratuitous ARP reply is consumed", FROM_A,
	     PACKET(ETH(.dst = MAC_ALL), ARP(2, A4, A4)), .consumed = 1);
	CASE("ep: ARP with another's sender address is dropped", FROM_A,
	     PACKET(ETH(.dst = MAC_ALL), ARP(1, B4, GATEWAY4)), .drop = 132);
	CASE("ep: ARP with a foreign sender MAC is dropped", FROM_A,
	     PACKET(ETH(.dst = MAC_ALL), ARP(1, A4, GATEWAY4, .sender_mac = MAC_B)), .drop = 130);
	CASE("ep: ARP cut short is dropped", FROM_A,
	     PACKET(ETH(.dst = MAC_ALL), ARP(1, A4, GATEWAY4), CUT(30)), .drop = 134);
	CASE("ep: ARP with a wrong address length is dropped", FROM_A,
	     PACKET(ETH(.dst = MAC_ALL), ARP(1, A4, GATEWAY4, .ihl = 8)), .drop = 134);
	CASE("ep: an unknown ARP operation is dropped", FROM_A,
	     PACKET(ETH(.dst = MAC_ALL), ARP(9, A4, GATEWAY4)), .drop = 134);
	CASE("host: ARP for an endpoint is answered with its MAC", FROM_HOST,
	     PACKET(ETH(.src = MAC_HOST, .dst = MAC_ALL),
		    ARP(1, GATEWAY4, B4, .sender_mac = MAC_HOST), BYTES(18)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .out = &endpoint);
	CASE("host: ARP for an address nobody has is dropped", FROM_HOST,
	     PACKET(ETH(.src = MAC_HOST, .dst = MAC_ALL),
		    ARP(1, GATEWAY4, HOLE4, .sender_mac = MAC_HOST)),
	     .drop = 151);
	CASE("host: gratuitous ARP is consumed", FROM_HOST,
	     PACKET(ETH(.src = MAC_HOST, .dst = MAC_ALL),
		    ARP(1, GATEWAY4, GATEWAY4, .sender_mac = MAC_HOST)),
	     .consumed = 1);
}

/* The advertisement "ip is at mac" as it must leave. */
static struct packet advert(const char *mac, const char *to_mac, const char *ip, const char *to,
			    int flags)
{
	return PACKET(ETH(.src = mac, .dst = to_mac), IP6(ip, to, .ttl = 255),
		      ND(136, ip, .src = mac, .flags = flags));
}

static void discovery(void)
{
	struct packet gateway = advert(MAC_HOST, MAC_A, GATEWAY6, A6, 0xe0);
	struct packet gateway_to_link = advert(MAC_HOST, MAC_A, GATEWAY6, LINK6, 0xe0);
	struct packet other = advert(MAC_HOST, MAC_A, B6, A6, 0xe0);
	struct packet endpoint = advert(MAC_B, MAC_HOST, B6, GATEWAY6, 0x60);

	CASE("ep: NS for the gateway is answered", FROM_A,
	     PACKET(ETH(), IP6(A6, SNMC_GW6, .ttl = 255), ND(135, GATEWAY6)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.a, .out = &gateway);
	CASE("ep: NS from a link-local address is answered", FROM_A,
	     PACKET(ETH(), IP6(LINK6, SNMC_GW6, .ttl = 255), ND(135, GATEWAY6)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.a, .out = &gateway_to_link);
	CASE("ep: NS without a MAC option is answered", FROM_A,
	     PACKET(ETH(), IP6(A6, GATEWAY6, .ttl = 255), ND(135, GATEWAY6, .no_option = 1)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.a, .out = &gateway);
	CASE("ep: NS for another address is answered with the gateway's MAC", FROM_A,
	     PACKET(ETH(), IP6(A6, B6, .ttl = 255), ND(135, B6)), .action = TC_ACT_REDIRECT,
	     .to = dp.dev.a, .out = &other);
	CASE("ep: NS for the own address is consumed", FROM_A,
	     PACKET(ETH(), IP6(A6, A6, .ttl = 255), ND(135, A6)), .consumed = 1);
	CASE("ep: duplicate address detection is consumed", FROM_A,
	     PACKET(ETH(), IP6("::", "ff02::1:ff00:2", .ttl = 255), ND(135, A6, .no_option = 1)),
	     .consumed = 1);
	CASE("ep: duplicate detection of a link-local address is consumed", FROM_A,
	     PACKET(ETH(), IP6("::", "ff02::1:ff00:a", .ttl = 255), ND(135, LINK6, .no_option = 1)),
	     .consumed = 1);
	CASE("ep: NS with another's source is dropped", FROM_A,
	     PACKET(ETH(), IP6(B6, SNMC_GW6, .ttl = 255), ND(135, GATEWAY6)), .drop = 132);
	CASE("ep: NS with a foreign MAC is dropped", FROM_A,
	     PACKET(ETH(.src = MAC_B), IP6(A6, SNMC_GW6, .ttl = 255), ND(135, GATEWAY6)),
	     .drop = 130);
	CASE("ep: NS with hop limit 254 is dropped", FROM_A,
	     PACKET(ETH(), IP6(A6, SNMC_GW6, .ttl = 254), ND(135, GATEWAY6)), .drop = 134);
	CASE("ep: NS cut short is dropped", FROM_A,
	     PACKET(ETH(), IP6(A6, SNMC_GW6, .ttl = 255, .proto = 58), BYTES(12, .fill = 135)),
	     .drop = 134);
	CASE("ep: NS for a multicast target is dropped", FROM_A,
	     PACKET(ETH(), IP6(A6, SNMC_GW6, .ttl = 255), ND(135, "ff02::1")), .drop = 134);
	CASE("ep: a neighbour advertisement is consumed", FROM_A,
	     PACKET(ETH(), IP6(A6, "ff02::1", .ttl = 255), ND(136, A6)), .consumed = 1);
	CASE("ep: a router solicitation is consumed", FROM_A,
	     PACKET(ETH(), IP6(LINK6, "ff02::2", .ttl = 255), ICMP(133, 0)), .consumed = 1);
	CASE("ep: a router advertisement is dropped", FROM_A,
	     PACKET(ETH(), IP6(LINK6, "ff02::1", .ttl = 255), ICMP(134, 0), BYTES(8)), .drop = 176);
	CASE("ep: an ICMPv6 redirect is dropped", FROM_A,
	     PACKET(ETH(), IP6(LINK6, B6, .ttl = 255), ICMP(137, 0), BYTES(32)), .drop = 176);
	CASE("ep: an MLDv2 report is consumed", FROM_A,
	     PACKET(ETH(), IP6(LINK6, "ff02::16", .ttl = 1), EXT6(0), ICMP(143, 0), BYTES(20)),
	     .consumed = 1);
	CASE("host: NS for an endpoint is answered with its MAC", FROM_HOST,
	     PACKET(ETH(.src = MAC_HOST), IP6(GATEWAY6, "ff02::1:ff00:3", .ttl = 255),
		    ND(135, B6, .src = MAC_HOST)),
	     .action = TC_ACT_REDIRECT, .to = dp.dev.host, .out = &endpoint);
	CASE("host: NS for an address nobody has is dropped", FROM_HOST,
	     PACKET(ETH(.src = MAC_HOST), IP6(GATEWAY6, "ff02::1:ff00:99", .ttl = 255),
		    ND(135, HOLE6, .src = MAC_HOST)),
	     .drop = 151);
	CASE("host: duplicate address detection is consumed", FROM_HOST,
	     PACKET(ETH(), IP6("::", "ff02::1:ff00:1", .ttl = 255),
		    ND(135, GATEWAY6, .no_option = 1)),
	     .consumed = 1);
}

static void multicast(void)
{
	CASE("ep: multicast is dropped", FROM_A, PACKET(ETH(), IP4(A4, "224.0.0.251"), UDP(1, 2)),
	     .drop = 150);
	CASE("ep: broadcast is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, "255.255.255.255"), UDP(1, 2)), .drop = 150);
	CASE("ep: IPv6 multicast is dropped", FROM_A, PACKET(ETH(), IP6(A6, "ff02::fb"), UDP(1, 2)),
	     .drop = 150);
	CASE("ep: an IGMP report is consumed", FROM_A,
	     PACKET(ETH(), IP4(A4, "224.0.0.22", .proto = 2), BYTES(8)), .consumed = 1);
	CASE("ep: an ICMP redirect is dropped", FROM_A,
	     PACKET(ETH(), IP4(A4, B4), ICMP(5, 1), IP4(B4, A4), UDP(1, 2)), .drop = 144);
	CASE("host: multicast on vib_host is dropped", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, "224.0.0.251"), UDP(1, 2)), .drop = 150);
	CASE("host: an IGMP report is consumed", FROM_HOST,
	     PACKET(ETH(), IP4(GATEWAY4, "224.0.0.22", .proto = 2), BYTES(8)), .consumed = 1);
}

void guard_cases(void)
{
	forget_flows();
	sources();
	without_ip();
	arp();
	discovery();
	multicast();
}
