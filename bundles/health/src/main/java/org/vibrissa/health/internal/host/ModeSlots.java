package org.vibrissa.health.internal.host;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The slot of each mode that bundles provide. While a bundle is swapped two of them provide one
 * mode, and the mode stays when the first goes. Thread safe.
 */
final class ModeSlots {
    private final Map<String, Provided> byName = new ConcurrentHashMap<>();

    private record Provided(int slot, int times) {}

    void add(String mode, int slot) {
        byName.merge(
                mode,
                new Provided(slot, 1),
                (before, latest) -> new Provided(latest.slot(), before.times() + 1));
    }

    void remove(String mode) {
        byName.computeIfPresent(
                mode,
                (name, now) -> now.times() == 1 ? null : new Provided(now.slot(), now.times() - 1));
    }

    /** Slots by mode, as they are now. */
    Map<String, Integer> all() {
        Map<String, Integer> slots = new HashMap<>();
        byName.forEach((mode, provided) -> slots.put(mode, provided.slot()));
        return Map.copyOf(slots);
    }
}
