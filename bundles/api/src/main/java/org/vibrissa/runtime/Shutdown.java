package org.vibrissa.runtime;

import org.osgi.annotation.versioning.ProviderType;

/** Ends the daemon; registered by the launcher. Safe for use by any thread. */
@ProviderType
public interface Shutdown {
    /**
     * Asks for a clean stop and returns at once. The datapath goes on forwarding: pins and devices
     * stay.
     *
     * @param exitCode the process exit code, 0..255
     * @param reason a short text for the log
     */
    void request(int exitCode, String reason);
}
