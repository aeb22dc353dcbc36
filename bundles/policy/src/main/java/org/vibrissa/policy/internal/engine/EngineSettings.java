package org.vibrissa.policy.internal.engine;

import java.util.Set;

/**
 * How policies are enforced on this host.
 *
 * @param mode what holds where no policy selects an endpoint
 * @param audit whether nothing is dropped on the whole host, only reported
 * @param reject whether senders are told of what is dropped
 * @param fromHost whether this host may always open connections to its endpoints
 * @param paths by what hosts carry endpoints' packets
 */
public record EngineSettings(
        Mode mode, boolean audit, boolean reject, boolean fromHost, HostPaths paths) {
    /** As Cilium's {@code policyEnforcementMode}. */
    public enum Mode {
        /** An endpoint that no policy selects lets everything through. */
        DEFAULT,
        /** It lets nothing through. */
        ALWAYS,
        /** Policies are not enforced at all. */
        NEVER
    }

    /** As with an empty configuration. */
    public static final EngineSettings USUAL =
            new EngineSettings(Mode.DEFAULT, false, false, true, new HostPaths(Set.of(8472, 6081)));
}
