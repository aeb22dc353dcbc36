package org.vibrissa.endpoint.internal.realise;

import org.vibrissa.net.MacAddress;

/**
 * The device through which an endpoint is reached.
 *
 * @param device its name on the host
 * @param ifindex its index
 * @param mac the endpoint's MAC
 * @param peer whether it is a veth whose other end is the endpoint
 * @param mtu bytes
 */
record Attached(String device, int ifindex, MacAddress mac, boolean peer, int mtu) {}
