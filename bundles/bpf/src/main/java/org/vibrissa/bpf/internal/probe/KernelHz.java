package org.vibrissa.bpf.internal.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.zip.GZIPInputStream;

/** Ticks of jiffies per second: from the kernel's configuration, else measured. */
final class KernelHz {
    private static final String KEY = "CONFIG_HZ=";
    private static final int[] USUAL = {100, 250, 300, 1000};
    private static final long MEASURE_NANOS = 100_000_000L;

    private final IntSupplier jiffies;

    KernelHz(IntSupplier jiffies) {
        this.jiffies = jiffies;
    }

    int find() {
        Path boot = Path.of("/boot/config-" + System.getProperty("os.version", ""));
        return read(Path.of("/proc/config.gz"), true)
                .or(() -> read(boot, false))
                .orElseGet(this::measure);
    }

    private static Optional<Integer> read(Path file, boolean zipped) {
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = zipped ? new GZIPInputStream(raw) : raw) {
            OptionalInt hz = parse(plain);
            return hz.isPresent() ? Optional.of(hz.getAsInt()) : Optional.empty();
        } catch (IOException e) {
            // Many kernels offer neither file: the next source is asked.
            return Optional.empty();
        }
    }

    static OptionalInt parse(InputStream config) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(config, StandardCharsets.US_ASCII));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(KEY)) {
                return OptionalInt.of(Integer.parseInt(line.substring(KEY.length()).strip()));
            }
        }
        return OptionalInt.empty();
    }

    int measure() {
        long start = System.nanoTime();
        int first = jiffies.getAsInt();
        long end = start + MEASURE_NANOS;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        int ticks = jiffies.getAsInt() - first;
        return nearest(ticks * 1e9 / (System.nanoTime() - start));
    }

    /** The usual value nearest to a measured one. */
    static int nearest(double measured) {
        int best = USUAL[0];
        for (int hz : USUAL) {
            if (Math.abs(hz - measured) < Math.abs(best - measured)) {
                best = hz;
            }
        }
        return best;
    }
}
