package org.vibrissa.mode.internal.run;

/** Settings of mode changes; the next change follows them. */
@interface ModeSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.mode";

    /** Nanoseconds. */
    long check_timeout() default 10_000_000_000L;

    /** Nanoseconds. */
    long prepare_timeout() default 20_000_000_000L;

    /** Nanoseconds. */
    long commit_timeout() default 2_000_000_000L;
}
