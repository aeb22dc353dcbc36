package org.vibrissa.policy;

import org.osgi.annotation.versioning.ProviderType;

/** What is enforced on each endpoint of this host. Thread safe, quick. */
@ProviderType
public interface Enforcement {
    /** Of one direction. */
    enum State {
        /** Nothing selects it: everything goes. */
        DISABLED("Disabled"),
        /** What no rule allows is dropped. */
        ENABLED("Enabled"),
        /** What would be dropped is told, and goes. */
        AUDIT("Disabled (Audit)");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** As people read it. */
        public String label() {
            return label;
        }
    }

    /**
     * Toward the endpoint.
     *
     * @param endpointId its number on this host; an unknown one is {@code DISABLED}
     */
    State ingress(int endpointId);

    /** From the endpoint. */
    State egress(int endpointId);
}
