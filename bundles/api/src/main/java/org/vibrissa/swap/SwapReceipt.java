package org.vibrissa.swap;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * The record of one swap.
 *
 * @param id unique on this node, sorts by time; empty for a dry run, whose receipt is not kept;
 *     JSON then has none
 * @param node the daemon's name
 * @param bundle symbolic name
 * @param from the version before; empty for an installation
 * @param to the version in force
 * @param outcome {@code swapped}, {@code installed}, {@code checked} (dry run) or {@code failed}
 * @param reason why it failed; empty otherwise
 * @param startedAt when it began
 * @param phases what it did and how long each phase took
 * @param slots slots carried over, such as {@code ep 17}
 * @param handoverMicros how long the map updates took that put the new stages in force,
 *     microseconds
 * @param packets packets that entered those slots between begin and end
 * @param jarSha256 of the jar, hex
 */
public record SwapReceipt(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String id,
        String node,
        String bundle,
        String from,
        String to,
        String outcome,
        String reason,
        Instant startedAt,
        List<Phase> phases,
        List<String> slots,
        long handoverMicros,
        long packets,
        String jarSha256) {
    /**
     * One phase.
     *
     * @param name {@code pre-flight}, {@code start}, {@code hand-over}, {@code drain}, {@code
     *     retire}
     * @param micros how long it took, microseconds
     */
    public record Phase(String name, long micros) {}

    public SwapReceipt {
        phases = List.copyOf(phases);
        slots = List.copyOf(slots);
    }
}
