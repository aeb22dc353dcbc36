package org.vibrissa.datapath.internal.pipeline;

import java.util.Comparator;
import org.vibrissa.datapath.Chain;

/** One slot of one chain. */
record Place(Chain chain, int slot) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::chain).thenComparing(Place::slot);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "slot " + slot + " of chain " + chain.label();
    }
}
