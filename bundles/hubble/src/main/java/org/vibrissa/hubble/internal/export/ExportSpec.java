package org.vibrissa.hubble.internal.export;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/**
 * What an exporter writes and where.
 *
 * @param name unique among exporters
 * @param include flows match one of these, or there are none
 * @param exclude flows match none of these
 * @param fields of flows; empty = all
 * @param end when it stops by itself
 */
record ExportSpec(
        String name,
        Path file,
        List<FlowFilter> include,
        List<FlowFilter> exclude,
        List<String> fields,
        Optional<Instant> end,
        Rotation rotation) {
    ExportSpec {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        fields = List.copyOf(fields);
    }

    /**
     * How a file is kept small.
     *
     * @param bytes at which the next one begins
     * @param backups earlier ones that are kept
     * @param compress whether those are by gzip
     */
    record Rotation(long bytes, int backups, boolean compress) {
        /** As Hubble's. */
        static final Rotation USUAL = new Rotation(10L << 20, 5, false);
    }

    boolean endedAt(Instant now) {
        return end.isPresent() && !now.isBefore(end.get());
    }
}
