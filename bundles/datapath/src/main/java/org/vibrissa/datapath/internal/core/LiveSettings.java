package org.vibrissa.datapath.internal.core;

/** Settings that the stages read for each packet; a change needs no restart. */
public @interface LiveSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.datapath.live";

    /** Seconds a TCP flow lives after its SYN without an answer. */
    int conntrack_timeout_syn() default 60;

    /** Seconds an established TCP flow lives after its last packet. */
    int conntrack_timeout_established() default 8000;

    /** Seconds a TCP flow lives after FIN or RST. */
    int conntrack_timeout_closing() default 10;

    /** Seconds any other flow lives after its last packet. */
    int conntrack_timeout_other() default 60;

    /** Seconds an ICMP query lives after its last packet. */
    int conntrack_timeout_icmp() default 60;

    /** Times one packet in this many per slot; a power of two, 0 = never. */
    int sample() default 1024;

    /** Whether foreign tc programs behind the roots on underlay devices still run. */
    boolean coexist() default false;
}
