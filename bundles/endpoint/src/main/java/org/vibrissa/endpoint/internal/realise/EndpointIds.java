package org.vibrissa.endpoint.internal.realise;

import java.net.InetAddress;
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
    private int cursor = 1;

    EndpointIds(Map<InetAddress, Integer> recorded) {
        this.recorded = new HashMap<>(recorded);
    }

    /** The endpoint's number, the same at each call until {@link #release}. */
    int of(String uid, List<InetAddress> addresses) {
        Integer known = byUid.get(uid);
        if (known == null) {
            known =
                    addresses.stream()
                            .map(recorded::get)
                            .filter(Objects::nonNull)
                            .filter(id -> !byUid.containsValue(id))
                            .findFirst()
                            .orElseGet(this::next);
            byUid.put(uid, known);
        }
        return known;
    }

    private int next() {
        for (int tried = 0; tried < LAST; tried++) {
            int id = cursor;
            cursor = cursor == LAST ? 1 : cursor + 1;
            if (!byUid.containsValue(id) && !recorded.containsValue(id)) {
                return id;
            }
        }
        throw new NotYet("all " + LAST + " endpoint numbers of this host are in use");
    }

    void release(String uid) {
        byUid.remove(uid);
    }

    /** Forgets what the earlier daemon left, once all its endpoints have been seen. */
    void settle() {
        recorded.clear();
    }
}
