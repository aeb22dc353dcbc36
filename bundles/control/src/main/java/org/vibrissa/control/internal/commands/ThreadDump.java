package org.vibrissa.control.internal.commands;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One thread of the daemon.
 *
 * @param name its name
 * @param state as Java names it
 * @param stack innermost first
 */
record ThreadDump(String name, String state, List<String> stack) {
    /** All threads by name. */
    static List<ThreadDump> now() {
        return Thread.getAllStackTraces().entrySet().stream()
                .map(ThreadDump::of)
                .sorted(Comparator.comparing(ThreadDump::name))
                .toList();
    }

    private static ThreadDump of(Map.Entry<Thread, StackTraceElement[]> entry) {
        return new ThreadDump(
                entry.getKey().getName(),
                entry.getKey().getState().name(),
                Arrays.stream(entry.getValue()).map(StackTraceElement::toString).toList());
    }
}
