package org.vibrissa.etcd.internal;

import java.util.Locale;

/** Which stores a host uses; a migration goes from one to the next. */
public enum Stage {
    /** Hosts exchange among themselves; etcd is not spoken to. */
    PEERS,
    /** Everything is written to etcd as well, and nothing is taken from there. */
    BOTH,
    /** etcd is the fleet's store. */
    ETCD;

    /** As in configuration and files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What {@link #word} made.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Stage of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
