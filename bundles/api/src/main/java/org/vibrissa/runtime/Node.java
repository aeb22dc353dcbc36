package org.vibrissa.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * This daemon: registered by the launcher before the first bundle starts, and immutable. Safe for
 * use by any thread.
 */
@ProviderType
public interface Node {
    /** The daemon's name, unique on the machine: 1..63 of {@code [a-z0-9-]}. */
    String name();

    /** The product version, as {@code vibrissa version} prints it. */
    String version();

    /** When this daemon process was executed. */
    Instant startedAt();

    /** Names of the {@link ReadyCheck}s without which this daemon is not whole. */
    default List<String> expectedChecks() {
        return List.of();
    }

    /**
     * Waits while the bundles that come after readiness are starting, so that who asks for a
     * command or route of theirs does not come too soon. Returns at once when they have started,
     * and as long as the daemon is not ready: then it is not known how long they will take.
     *
     * @param limit longest wait; a bundle that does not start must not hold up the others' users
     */
    default void awaitLateBundles(Duration limit) throws InterruptedException {
        // A daemon without such bundles.
    }

    /**
     * Sockets and pid file, gone after a reboot; {@code /run/vibrissa/<name>} unless configured.
     */
    Path runDir();

    /** What survives a reboot; {@code /var/lib/vibrissa/<name>} unless configured. */
    Path stateDir();

    /** This node's folder in bpffs; {@code /sys/fs/bpf/vibrissa/<name>} unless configured. */
    Path bpfDir();

    /**
     * The folder with {@code vibrissa.yaml} and {@code conf.d}; {@code /etc/vibrissa} by default.
     */
    Path configDir();
}
