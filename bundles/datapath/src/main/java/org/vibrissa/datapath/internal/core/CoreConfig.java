package org.vibrissa.datapath.internal.core;

/** Settings that need a restart; keys and ranges are in config-keys.json. */
public @interface CoreConfig {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.datapath";

    /** Flows the IPv4 table holds. */
    int conntrack_max_entries_ipv4() default 131072;

    /** Flows the IPv6 table holds. */
    int conntrack_max_entries_ipv6() default 65536;

    /** Bytes; 0 = that of the default route's device, 1500 without one. */
    int mtu() default 0;
}
