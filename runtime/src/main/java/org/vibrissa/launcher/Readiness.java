package org.vibrissa.launcher;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.vibrissa.runtime.ReadyCheck;

/** Asks all registered checks, and misses those that are expected but not registered. */
final class Readiness {
    private final List<String> expected;
    private final Supplier<Collection<ReadyCheck>> checks;

    Readiness(List<String> expected, Supplier<Collection<ReadyCheck>> checks) {
        this.expected = List.copyOf(expected);
        this.checks = checks;
    }

    /** What is still awaited, by the check's name; empty when ready. */
    Map<String, String> pending() {
        Map<String, String> pending = new LinkedHashMap<>();
        for (String name : expected) {
            pending.put(name, "not started");
        }
        for (ReadyCheck check : checks.get()) {
            pending.remove(check.name());
        }
        for (ReadyCheck check : checks.get()) {
            Optional<String> awaited = check.pending();
            awaited.ifPresent(what -> pending.put(check.name(), what));
        }
        return pending;
    }

    /** One line for people: {@code Datapath: loading; Endpoints: not started}. */
    static String line(Map<String, String> pending) {
        return String.join(
                "; ",
                pending.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList());
    }
}
