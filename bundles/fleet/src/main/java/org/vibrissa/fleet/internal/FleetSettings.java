package org.vibrissa.fleet.internal;

/** Settings that need a restart; keys and ranges are in config-keys.json. */
public @interface FleetSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.fleet";

    /** Where to listen; empty for the address that others are told. */
    String address() default "";

    /** TCP. */
    int port() default 4243;

    /** Nanoseconds. */
    long handshake_timeout() default 10_000_000_000L;

    /** Seconds. */
    int garbage_after() default 3600;
}
