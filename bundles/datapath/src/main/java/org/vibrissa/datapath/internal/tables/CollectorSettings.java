package org.vibrissa.datapath.internal.tables;

/** Settings of the collection of expired flows; a change starts the collector anew. */
@interface CollectorSettings {
    /** The component configuration that carries them. */
    String PID = "org.vibrissa.datapath.conntrack";

    /** Seconds between two collections. */
    int collect_interval() default 10;
}
