package org.vibrissa.routing.internal;

/** Settings of native routing; a change needs no restart. */
@interface RoutingSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.routing";

    /** {@code direct} or {@code gateway}. */
    String next_hop() default "direct";
}
