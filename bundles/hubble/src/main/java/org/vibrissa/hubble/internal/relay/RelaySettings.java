package org.vibrissa.hubble.internal.relay;

/** Settings of the fleet's listener; its certificates are those of the node's own server. */
public @interface RelaySettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.hubble.relay";

    /** {@code [host]:port}; empty for no TCP. */
    String relay_listen() default "";

    /** Whether TCP is by TLS. */
    boolean relay_tls_enabled() default true;
}
