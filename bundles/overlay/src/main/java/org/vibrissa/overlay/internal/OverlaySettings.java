package org.vibrissa.overlay.internal;

/** Settings that the stages read for each packet; keys and ranges are in config-keys.json. */
public @interface OverlaySettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.overlay";

    /** UDP port of VXLAN. */
    int vxlan_port() default 8472;

    /** UDP port of Geneve. */
    int geneve_port() default 6081;

    /** VNI spoken with foreign tunnel endpoints. */
    int vtep_vni() default 2;
}
