package org.vibrissa.health.internal;

/** Settings of health probes; a change takes effect at once. */
@interface HealthSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.health";

    /** Whether this host probes and answers probes. */
    boolean enabled() default true;

    /** Nanoseconds; multiplied by ln(1 + hosts). */
    long interval() default 10_000_000_000L;

    /** Where probes of the host are answered; none = the addresses of its Node. */
    String[] listen() default {};

    /** TCP port of probes. */
    int port() default 4240;

    /** Most probes a second. */
    int rate() default 100;
}
