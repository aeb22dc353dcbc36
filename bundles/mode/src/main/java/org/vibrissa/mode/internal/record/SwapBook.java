package org.vibrissa.mode.internal.record;

import java.util.List;
import java.util.Optional;

/** What this host remembers of changes of modes, over restarts. Thread safe. */
public interface SwapBook {
    /** The oldest first. */
    List<SwapRecord> all();

    /** Durable when it returns. */
    void write(SwapRecord record);

    default Optional<SwapRecord> get(String id) {
        return all().stream().filter(record -> record.id().equals(id)).findFirst();
    }

    /** The one that is not over. */
    default Optional<SwapRecord> open() {
        return all().stream().filter(record -> !record.phase().over()).findFirst();
    }
}
