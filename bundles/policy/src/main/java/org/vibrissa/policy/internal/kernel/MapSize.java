package org.vibrissa.policy.internal.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many rows the policy map holds at most. It takes memory only for rows that are there. */
final class MapSize {
    private static final Path MEMORY = Path.of("/proc/meminfo");

    /** A leaf and the inner node above it, in slabs of the kernel. */
    private static final int BYTES_PER_ROW = 128;

    private static final int SHARE = 100;
    private static final int SMALLEST = 65_536;
    private static final int LARGEST = 4_194_304;

    private MapSize() {}

    static int of(PolicyMapSettings settings) {
        return settings.map_max_entries() != 0
                ? settings.map_max_entries()
                : byMemory(totalMemory());
    }

    static int byMemory(long bytes) {
        return (int) Math.max(SMALLEST, Math.min(LARGEST, bytes / SHARE / BYTES_PER_ROW));
    }

    private static long totalMemory() {
        try (var lines = Files.lines(MEMORY)) {
            return lines.filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(MEMORY + " tells no MemTotal"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + MEMORY, e);
        }
    }
}
