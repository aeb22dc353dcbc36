package org.vibrissa.policy.internal.kernel;

/** Settings that need a restart; keys and ranges are in config-keys.json. */
public @interface PolicyMapSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.policy";

    /** Rows; 0 = by the machine's memory. */
    int map_max_entries() default 0;
}
