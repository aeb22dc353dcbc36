package org.vibrissa.datapath.internal.host;

/** Settings of the underlay; a change needs no restart. */
@interface UnderlaySettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.datapath.underlay";

    /** Devices with the root of chain net. */
    String[] devices() default {};
}
