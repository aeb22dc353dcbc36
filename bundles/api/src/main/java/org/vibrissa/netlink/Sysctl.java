package org.vibrissa.netlink;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Service: kernel settings below {@code net.}, of any namespace. Keys are written with dots ({@code
 * net.ipv4.ip_forward}) or, when a part has a dot itself, with slashes ({@code
 * net/ipv4/conf/eth0.5/rp_filter}). Values are without the final line break.
 */
@ProviderType
public interface Sysctl {
    /**
     * Reads a setting of the daemon's own namespace.
     *
     * @throws NetlinkException ENOENT when the kernel has no such key
     * @throws IllegalArgumentException when the key is not below net
     */
    String read(String key);

    /**
     * Writes a setting of the daemon's own namespace.
     *
     * @return the value before
     * @throws NetlinkException ENOENT as above; EINVAL when the kernel refuses the value
     */
    String write(String key, String value);

    /** As {@link #read(String)}, in that namespace. */
    String read(NetworkNamespace namespace, String key);

    /** As {@link #write(String, String)}, in that namespace. */
    String write(NetworkNamespace namespace, String key, String value);
}
