/**
 * Values of the network which every layer speaks: IP addresses, prefixes and MAC addresses.
 *
 * <p>Addresses are {@link java.net.InetAddress}. They are made here from literals only, so that no
 * name is ever resolved by accident, and an IPv4-mapped IPv6 address stays an IPv6 address. All
 * types are immutable and may be used from any thread. Bad text is an {@link
 * java.lang.IllegalArgumentException} which quotes the text and says what is wrong with it.
 */
@Export
@Version("1.0.0")
package org.vibrissa.net;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
