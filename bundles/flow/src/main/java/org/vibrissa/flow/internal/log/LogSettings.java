package org.vibrissa.flow.internal.log;

/** Settings that need a restart; keys and ranges are in config-keys.json. */
public @interface LogSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.flow.log";

    /** Events; taken up to the next power of two less one. */
    int log_capacity() default 65_535;
}
