package org.vibrissa.mode.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vibrissa.mode.internal.record.SwapBook;
import org.vibrissa.mode.internal.record.SwapRecord;

/** A book that a crash leaves as it is. */
final class FakeBook implements SwapBook {
    private final Map<String, SwapRecord> records = new TreeMap<>();

    @Override
    public synchronized List<SwapRecord> all() {
        return new ArrayList<>(records.values());
    }

    /** As a store does: what comes back is what was written down. */
    @Override
    public synchronized void write(SwapRecord record) {
        records.put(record.id(), SwapRecord.of(record.json()));
    }
}
