package org.vibrissa.identity.internal;

/** Settings of identities; a change takes effect at once. */
@interface IdentitySettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.identity";

    /** Patterns of labels that count; empty = the default. */
    String[] labels() default {};
}
