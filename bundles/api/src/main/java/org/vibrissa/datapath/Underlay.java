package org.vibrissa.datapath;

import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Devices by which packets come from other hosts: each has the root of chain net. Thread safe. */
@ProviderType
public interface Underlay {
    /**
     * Devices that lead to other hosts, beside those that are configured. Each gets the root at
     * once; one that is not named any more keeps it, since packets may still come by it.
     *
     * @param ifindexes the devices; one that has gone is left out
     */
    void require(Set<Integer> ifindexes);
}
