package org.vibrissa.flow.internal.kernel;

/** Settings that need a restart; keys and ranges are in config-keys.json. */
public @interface RingSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.flow";

    /** Bytes: a power of two. */
    int ring_size() default 1 << 23;
}
