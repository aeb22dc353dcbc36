package org.vibrissa.endpoint.internal.realise;

import java.net.InetAddress;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Numbers of endpoints on this host. The kernel's endpoint map is their record: after a restart an
 * endpoint gets the number its addresses have there.
 */
final class EndpointIds {
    private static final int LAST = 65535;

    private final Map<InetAddress, Integer> recorded;
    private final Map<String, Integer> byUid = new HashMap<>();

    /** Numbers given out, and those an earlier daemon left. */
    private final BitSet given = new BitSet();

    private final BitSet left = new BitSet();
    private int cursor = 1;

    EndpointIds(Map<InetAddress, Integer> recorded) {
        this.recorded = new HashMap<>(recorded);
        recorded.values().forEach(left::set);
    }

    /** The endpoint's number, the same at each call until {@link #release}. */
    int of(String uid, List<InetAddress> addresses) {
        Integer known = byUid.get(uid);
        if (known == null) {
            known =
                    addresses.stream()
                            .map(recorded::get)
                            .filter(Objects::nonNull)
                            .filter(id -> !given.get(id))
                            .findFirst()
                            .orElseGet(this::next);
            byUid.put(uid, known);
            given.set(known);
        }
        return known;
    }

    private int next() {
        BitSet taken = (BitSet) given.clone();
        taken.or(left);
        int id = taken.nextClearBit(cursor);
        if (id > LAST) {
            id = taken.nextClearBit(1);
        }
        if (id <= LAST) {
            cursor = id == LAST ? 1 : id + 1;
            return id;
        }
        throw new NotYet("all " + LAST + " endpoint numbers of this host are in use");
    }

    void release(String uid) {
        Integer id = byUid.remove(uid);
        if (id != null) {
            given.clear(id);
        }
    }

    /** Forgets what the earlier daemon left, once all its endpoints have been seen. */
    void settle() {
        recorded.clear();
        left.clear();
    }
}
