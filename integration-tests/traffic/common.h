// SPDX-License-Identifier: Apache-2.0
/* What the modes of vibtraffic share: options, clock, stop conditions, sockets. */
#ifndef VIBTRAFFIC_COMMON_H
#define VIBTRAFFIC_COMMON_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>

/* All that the command line can say; each mode uses what it names in its usage text. */
struct options {
	const char *to;	  /* peer's address */
	const char *bind; /* own address */
	const char *
		ready_file; /* made when the mode is ready (bound, listening, connected, first sent) */
	const char *stop_file; /* the mode ends soon after this file exists */
	const char *json_file; /* where the result goes instead of stdout */
	int port;
	uint64_t count; /* datagrams, connections or requests; 0 is no limit */
	double seconds; /* time limit */
	double rate;	/* datagrams/s (send) or bytes/s per connection (tcp-connect) */
	int size;	/* UDP payload in bytes */
	int idle_ms;	/* recv: ends after the end mark and this long without a datagram */
	int connections;
	bool one_way; /* send: no greeting first, the peer need not answer */
};

/* Monotonic nanoseconds. One machine: sender and receiver read the same clock. */
uint64_t now_ns(void);

/* True once SIGTERM or SIGINT came, or the stop file exists (looked at every 20 ms at most). */
bool stop_asked(const struct options *opt);

/* Installs the handlers for stop_asked. */
void catch_stop_signals(void);

/* Sleeps until a monotonic time; ends early on a signal. */
void sleep_until(uint64_t when_ns);

/* Creates the ready file with the process id in it. */
void tell_ready(const struct options *opt);

/* Parses an IPv4 or IPv6 literal, with %scope; exits with a message when it is none. */
socklen_t parse_address(const char *text, int port, struct sockaddr_storage *out);

/* A socket of the address's family, or exit with a message. */
int open_socket(const struct sockaddr_storage *addr, int type);

/* stdout or the JSON file; close with result_close, which fails loudly when the disk is full. */
FILE *result_open(const struct options *opt);
void result_close(const struct options *opt, FILE *out);

/* Prints "vibtraffic: WHAT: errno text" and exits with 1. */
void fail(const char *what) __attribute__((noreturn));

/* On the wire before the payload of each numbered datagram, in network byte order. */
struct stamp {
	uint32_t magic;
	uint32_t stream;   /* chosen by the sender at random: tells runs apart */
	uint64_t sequence; /* from 0; in an end mark: how many were sent */
	uint64_t sent_ns;
};
#define STAMP_DATA  0x56694231u
#define STAMP_END   0x56694245u
#define STAMP_HELLO 0x56694248u /* sent back by the receiver: the path is warm */

int udp_send(const struct options *opt);
int udp_recv(const struct options *opt);
int tcp_serve(const struct options *opt);
int tcp_connect(const struct options *opt);
int http_serve(const struct options *opt);
int tap_carry(const struct options *opt);

#endif
