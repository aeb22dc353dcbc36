package org.vibrissa.node.internal.realise;

/** Settings of this host among others; a change takes effect at once. */
@interface NodeSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.node";

    /** Underlay addresses; none = found by routes and devices. */
    String[] addresses() default {};

    /** Labels of our own Node, each KEY=VALUE. */
    String[] labels() default {};

    /** Bytes of IP that the underlay carries; 0 = as devices and routes say. */
    int mtu() default 0;
}
