package org.vibrissa.health;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** What probes of hosts found. Thread safe. */
@ProviderType
public interface Health {
    /** What is known now. Does not block. */
    HealthReport snapshot();

    /**
     * Probes all paths to one host now, each again at once when it fails, and waits for the end.
     *
     * @param node name of its Node resource, this host's own included
     * @param patience at most this long; what has not ended by then is as it was before
     * @throws IllegalArgumentException when no such host is probed
     * @throws IllegalStateException when probes are off or the daemon stops
     */
    NodeHealth probeNow(String node, Duration patience);

    /**
     * As {@link #probeNow(String, Duration)}, of the paths of one mode alone, in force or accepted
     * beside it. The requests go by that mode; the answers come by whatever is in force there.
     *
     * @param mode {@code vxlan}, {@code geneve}, {@code native} or a vendor's
     * @throws IllegalArgumentException when no such host is probed by that mode, with those that
     *     are
     */
    NodeHealth probeNow(String node, String mode, Duration patience);
}
