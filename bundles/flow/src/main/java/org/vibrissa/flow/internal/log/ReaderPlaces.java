package org.vibrissa.flow.internal.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where readers stood that may come again, and whose turn it is among those of one name. Thread
 * safe.
 */
final class ReaderPlaces {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderPlaces.class);
    private static final int MOST = 256;

    private final LongSupplier newest;

    /** Open ones by name; the first of each reads, the others wait for it. */
    private final Map<String, Deque<RowCursor>> open = new HashMap<>();

    /** Sequence of the next event for those that come again. */
    private final Map<String, Long> left = new LinkedHashMap<>();

    /**
     * Knows no reader.
     *
     * @param newest where those begin that are not known
     */
    ReaderPlaces(LongSupplier newest) {
        this.newest = newest;
    }

    /** It begins at once, or when those before it have left. */
    synchronized void enter(RowCursor cursor) {
        Deque<RowCursor> ofName = open.computeIfAbsent(cursor.name(), name -> new ArrayDeque<>());
        ofName.add(cursor);
        if (ofName.peek() == cursor) {
            Long place = left.remove(cursor.name());
            cursor.begin(place == null ? newest.getAsLong() : place);
        }
    }

    /** Its place is the next one's; idempotent. */
    synchronized void leave(RowCursor cursor) {
        Deque<RowCursor> ofName = open.get(cursor.name());
        if (ofName == null) {
            return;
        }
        boolean reads = ofName.peek() == cursor;
        if (!ofName.remove(cursor) || !reads) {
            return;
        }
        RowCursor next = ofName.peek();
        if (next != null) {
            next.begin(cursor.settled());
            return;
        }
        open.remove(cursor.name());
        remember(cursor.name(), cursor.settled());
    }

    private void remember(String name, long place) {
        left.put(name, place);
        if (left.size() > MOST) {
            String first = left.keySet().iterator().next();
            left.remove(first);
            LOG.warn(
                    "{} readers of flows are away; {} begins with the newest when it comes again",
                    MOST + 1,
                    first);
        }
    }

    synchronized void retain(String prefix, Set<String> names) {
        left.keySet().removeIf(name -> name.startsWith(prefix) && !names.contains(name));
    }
}
