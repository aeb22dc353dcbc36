package org.vibrissa.datapath;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Packets dropped by the datapath, by reason and direction. Thread safe. */
@ProviderType
public interface Drops {
    /**
     * One counter.
     *
     * @param reason Hubble's drop reason number, 130..255
     * @param name its name, such as {@code Invalid source ip}
     * @param direction {@code egress} (from an endpoint) or {@code ingress}
     */
    record Count(int reason, String name, String direction, long packets, long bytes) {}

    /** Counters that are not zero. */
    List<Count> list();
}
