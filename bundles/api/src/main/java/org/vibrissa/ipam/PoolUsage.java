package org.vibrissa.ipam;

import java.math.BigInteger;
import org.vibrissa.net.IpPrefix;

/**
 * How full one network of a pool is.
 *
 * @param pool the pool's name
 * @param network one of its networks
 * @param total addresses that could be handed out: without network, broadcast, gateway, reserved
 * @param used leased now
 * @param quarantined released, and not yet free again
 */
public record PoolUsage(
        String pool, IpPrefix network, BigInteger total, long used, long quarantined) {
    public BigInteger free() {
        return total.subtract(BigInteger.valueOf(used + quarantined));
    }
}
