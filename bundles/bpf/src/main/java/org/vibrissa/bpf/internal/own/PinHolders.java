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
    private final Map<Path, Object> survivors = new HashMap<>();

    /** Unless this instance has said that the pin is to survive: another object may use it too. */
    synchronized void hold(Path pin, Object holder) {
        if (survivors.get(pin) != holder) {
            holders.put(pin, holder);
        }
    }

    /** Leaves the pin to nobody: this instance wants it to survive. */
    synchronized void survive(Path pin, Object holder) {
        survivors.put(pin, holder);
        holders.remove(pin);
    }

    /** The pin is gone. */
    synchronized void forget(Path pin) {
        survivors.remove(pin);
        holders.remove(pin);
    }

    /** Removes the pins whose last holder is {@code holder}. */
    synchronized void removeAllOf(Object holder) {
        survivors.values().removeIf(s -> s == holder);
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
