package org.vibrissa.datapath.internal.core;

/** Settings of the datapath bundle; keys, ranges and classes are in config-keys.json. */
public @interface DatapathConfig {
    /** Flows the IPv4 table holds. */
    int conntrack_max_entries_ipv4() default 131072;

    /** Flows the IPv6 table holds. */
    int conntrack_max_entries_ipv6() default 65536;

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

    /** Seconds between two collections of expired flows. */
    int conntrack_collect_interval() default 10;

    /** Times one packet in this many per slot; a power of two, 0 = never. */
    int sample() default 1024;

    /** Whether foreign tc programs behind the roots on underlay devices still run. */
    boolean coexist() default false;

    /** Underlay devices with the root of chain net. */
    String[] devices() default {};

    /** Bytes; 0 = the smallest MTU of the underlay devices, 1500 without any. */
    int mtu() default 0;
}
