package org.vibrissa.runtime;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a bundle has done to the host. Each bundle that touches the host registers one as a service;
 * {@code vibrissa footprint} lists them all and {@code vibrissa down --purge} calls {@link
 * #purge()} in descending order of {@link #layer()}.
 */
@ConsumerType
public interface Footprint {
    /**
     * One thing on the host.
     *
     * @param kind link, address, route, rule, qdisc, program, map, pin, nft-table, sysctl, file
     * @param name how the tool that shows this kind names it
     * @param detail what it is for; a sysctl states the earlier value
     */
    record Item(String kind, String name, String detail) {}

    /** Owner as shown: the bundle's symbolic name without {@code org.vibrissa.}. */
    String owner();

    /**
     * Purge order: high first. 100 kernel access, 200 datapath, 300 endpoint, 400 and more above.
     */
    int layer();

    /** Everything on the host now that is this bundle's. */
    List<Item> items();

    /**
     * Restores the host: removes all that {@link #items()} lists. Idempotent.
     *
     * @throws IllegalStateException naming what could not be removed and why
     */
    void purge();
}
