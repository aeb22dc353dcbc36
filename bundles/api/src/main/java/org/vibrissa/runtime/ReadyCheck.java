package org.vibrissa.runtime;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One condition for the daemon to call itself ready. A bundle registers it as a service; the
 * launcher tells systemd (READY=1) and {@code status --wait} returns when all are met.
 */
@ConsumerType
public interface ReadyCheck {
    /** The row's name in {@code vibrissa status}, such as {@code Datapath}. */
    String name();

    /** Empty when ready, otherwise what is awaited. Must not block. */
    Optional<String> pending();

    /** One line of state for {@code vibrissa status}, such as {@code OK (3 endpoints)}. */
    String summary();
}
