package org.vibrissa.flow.internal.kernel;

/** Settings of what is told; changes need no restart. Keys are in config-keys.json. */
public @interface LevelSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.flow.level";

    /** {@code none}, {@code low}, {@code medium}, {@code maximum}. */
    String aggregation() default "medium";

    /** Nanoseconds between two events of a long flow. */
    long interval() default 5_000_000_000L;

    /** Drop events per second of one reason and CPU; 0 = no limit. */
    int drop_rate() default 1000;
}
