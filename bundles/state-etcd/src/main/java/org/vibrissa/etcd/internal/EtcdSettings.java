package org.vibrissa.etcd.internal;

/** Settings that need a restart; keys and ranges are in config-keys.json. */
public @interface EtcdSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.etcd";

    /** {@code peers} or {@code etcd}. */
    String store() default "peers";

    /** URLs. */
    String[] endpoints() default {};

    /** What all keys begin with. */
    String prefix() default "/vibrissa";

    /** File, or empty. */
    String ca() default "";

    /** File, or empty. */
    String cert() default "";

    /** File, or empty. */
    String key() default "";

    /** Name, or empty. */
    String user() default "";

    /** File, or empty. */
    String password_file() default "";

    /** Seconds. */
    int lease() default 15;

    /** Seconds. */
    int garbage_after() default 3600;
}
