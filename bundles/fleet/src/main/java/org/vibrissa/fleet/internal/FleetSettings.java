package org.vibrissa.fleet.internal;

/** Settings that need a restart; keys and ranges are in config-keys.json. */
public @interface FleetSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.fleet";

    /** Where to listen; empty for the address that others are told. */
    String address() default "";

    /** TCP. */
    int port() default 4243;

    /** Seconds. */
    int garbage_after() default 3600;
}
