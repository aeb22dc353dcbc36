package org.vibrissa.bpf;

/** Where on a cgroup a program runs. */
public enum CgroupAttach {
    /** {@code connect(2)} on an IPv4 socket. */
    INET4_CONNECT,
    /** {@code connect(2)} on an IPv6 socket. */
    INET6_CONNECT,
    /** {@code sendmsg(2)} on an unconnected IPv4 UDP socket. */
    UDP4_SENDMSG,
    /** {@code sendmsg(2)} on an unconnected IPv6 UDP socket. */
    UDP6_SENDMSG,
    /** {@code recvmsg(2)} on an IPv4 UDP socket. */
    UDP4_RECVMSG,
    /** {@code recvmsg(2)} on an IPv6 UDP socket. */
    UDP6_RECVMSG,
    /** {@code getpeername(2)} on an IPv4 socket. */
    INET4_GETPEERNAME,
    /** {@code getpeername(2)} on an IPv6 socket. */
    INET6_GETPEERNAME,
    /** Packets to the cgroup's sockets. */
    SKB_INGRESS,
    /** Packets from the cgroup's sockets. */
    SKB_EGRESS,
    /** Creation of a socket. */
    SOCK_CREATE
}
