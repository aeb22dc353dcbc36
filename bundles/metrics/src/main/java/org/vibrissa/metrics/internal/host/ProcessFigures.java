package org.vibrissa.metrics.internal.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;
import org.vibrissa.runtime.Node;

/** The daemon's process, as the kernel sees it: the names that every Prometheus client gives. */
@Component
public final class ProcessFigures implements MetricSource {
    private static final MetricFamily CPU =
            MetricFamily.counter("process_cpu_seconds", "CPU time of the daemon.")
                    .like("process_cpu_seconds_total");
    private static final MetricFamily RESIDENT =
            MetricFamily.gauge("process_resident_memory_bytes", "Memory it has in RAM.")
                    .like("process_resident_memory_bytes");
    private static final MetricFamily VIRTUAL =
            MetricFamily.gauge("process_virtual_memory_bytes", "Address space it has mapped.")
                    .like("process_virtual_memory_bytes");
    private static final MetricFamily OPEN =
            MetricFamily.gauge("process_open_fds", "File descriptors it has open.")
                    .like("process_open_fds");
    private static final MetricFamily MOST =
            MetricFamily.gauge("process_max_fds", "File descriptors it may have open.")
                    .like("process_max_fds");
    private static final MetricFamily STARTED =
            MetricFamily.gauge("process_start_time_seconds", "When it started, since 1970.")
                    .like("process_start_time_seconds");
    private static final long PAGE = 4096;
    private static final Path SELF = Path.of("/proc/self");

    /** Of {@code /proc/self/stat} after the name in brackets: user time, system time. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    /** Ticks of these times in a second: fixed at 100 for programs, whatever the kernel's HZ. */
    private static final double TICKS = 100;

    private final Node node;

    @Activate
    public ProcessFigures(@Reference Node node) {
        this.node = node;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(CPU, RESIDENT, VIRTUAL, OPEN, MOST, STARTED);
    }

    @Override
    public void collect(MetricSink sink) {
        try {
            String stat = Files.readString(SELF.resolve("stat"));
            String[] times = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            sink.put(CPU, (Long.parseLong(times[USER]) + Long.parseLong(times[SYSTEM])) / TICKS);
            String[] pages = Files.readString(SELF.resolve("statm")).split(" ", -1);
            sink.put(VIRTUAL, Long.parseLong(pages[0]) * PAGE);
            sink.put(RESIDENT, Long.parseLong(pages[1]) * PAGE);
            try (Stream<Path> open = Files.list(SELF.resolve("fd"))) {
                sink.put(OPEN, open.count());
            }
            for (String line : Files.readAllLines(SELF.resolve("limits"))) {
                if (line.startsWith("Max open files")) {
                    sink.put(MOST, Long.parseLong(line.split("\\s+", -1)[3]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SELF, e);
        }
        Instant started = node.startedAt();
        sink.put(STARTED, started.getEpochSecond() + started.getNano() / 1e9);
    }
}
