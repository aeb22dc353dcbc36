package org.vibrissa.endpoint.internal.host;

/** Settings of masquerading; a change takes effect at once. */
@interface MasqueradeSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.endpoint.masquerade";

    /** Whether endpoints take the host's address toward the outside. */
    boolean enabled() default true;
}
