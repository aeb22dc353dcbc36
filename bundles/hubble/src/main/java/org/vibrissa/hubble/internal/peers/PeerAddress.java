package org.vibrissa.hubble.internal.peers;

/**
 * A node and where its server is.
 *
 * @param name as peers are told: {@code cluster/node} in a cluster with a name
 * @param address {@code host:port}, or {@code unix:///path} for a node that only its own host
 *     reaches
 * @param serverName what its certificate must name; empty without TLS
 */
public record PeerAddress(String name, String address, String serverName) {}
