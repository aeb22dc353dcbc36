package org.vibrissa.hubble.internal.serve;

/** Settings of the server; keys and ranges are in config-keys.json. */
public @interface HubbleSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.hubble";

    /** Path of the unix socket; empty for {@code hubble.sock} in the run folder. */
    String socket() default "";

    /** {@code [host]:port}; empty for no TCP. */
    String listen() default "";

    /** Of flows, and of names in certificates. */
    String cluster_name() default "default";

    /** Whether TCP is by TLS. */
    boolean tls_enabled() default true;

    /** PEM; empty for the fleet's. */
    String tls_cert() default "";

    /** PEM. */
    String tls_key() default "";

    /** PEM of those who sign clients. */
    String tls_ca() default "";

    /** {@code require} or {@code none}. */
    String tls_client_auth() default "require";
}
