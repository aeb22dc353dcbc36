package org.vibrissa.runtime;

import java.nio.file.Path;
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
