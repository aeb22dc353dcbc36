package org.vibrissa.policy.internal.engine;

/** Settings of enforcement; changes need no restart. Keys are in config-keys.json. */
@interface Settings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.policy.engine";

    /** {@code default}, {@code always}, {@code never}. */
    String enforcement_mode() default "default";

    boolean audit_mode() default false;

    /** {@code none} or {@code reject}. */
    String deny_response() default "none";

    /** {@code always} or {@code policy}. */
    String allow_localhost() default "always";
}
