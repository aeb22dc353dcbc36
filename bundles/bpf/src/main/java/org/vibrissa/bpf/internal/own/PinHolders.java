package org.vibrissa.bpf.internal.own;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Which loader instance is to remove a pin in the end: the last that took it over, so that an old
 * version which stops leaves what its successor uses. Thread-safe.
 */
final class PinHolders {
    private final Map<Path, Object> holders = new HashMap<>();

    synchronized void hold(Path pin, Object holder) {
        holders.put(pin, holder);
    }

    /** Leaves the pin to nobody: it is to survive. */
    synchronized void release(Path pin) {
        holders.remove(pin);
    }

    /** Removes the pins whose last holder is {@code holder}. */
    synchronized void removeAllOf(Object holder) {
        holders.entrySet()
                .removeIf(
                        e -> {
                            if (e.getValue() == holder) {
                                PinFolder.remove(e.getKey());
                                return true;
                            }
                            return false;
                        });
    }
}
