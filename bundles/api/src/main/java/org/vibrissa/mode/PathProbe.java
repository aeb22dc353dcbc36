package org.vibrissa.mode;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tells whether other hosts are reached by the paths in force; a new mode is kept only when it does
 * so. Registered as a service by a bundle that probes better than one echo request; of several the
 * one with the highest ranking is asked.
 */
@ConsumerType
public interface PathProbe {
    /**
     * Probes each address once or more, all at a time, by the mode that is in force when called.
     *
     * @param addresses cluster addresses of other hosts
     * @param patience how long to wait for the last answer
     * @return round-trip time of each that answered; the silent ones are missing
     */
    Map<InetAddress, Duration> probe(Collection<InetAddress> addresses, Duration patience);
}
