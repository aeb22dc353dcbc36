package org.vibrissa.hubble.internal.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.hubble.internal.expression.ExpressionsGone;

/**
 * Follows the file that names exporters: it is looked at every second, and a change touches only
 * the exporters that it changes. A file with a mistake changes nothing. Thread safe.
 */
final class Exporters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exporters.class);

    private final Path file;
    private final ExportSource source;
    private final Clock clock;
    private final Map<String, Exporter> running = new LinkedHashMap<>();
    private String seen = "";
    private State state = new State(Optional.empty(), 0, 0, 0, 0, "");

    /**
     * How it stands with the file.
     *
     * @param applied when it was last put into force
     * @param hash of what is in force
     * @param problem what is wrong with the file; empty when nothing is
     */
    record State(
            Optional<Instant> applied,
            long hash,
            long added,
            long updated,
            long removed,
            String problem) {}

    /** Reads nothing yet. */
    Exporters(Path file, ExportSource source, Clock clock) {
        this.file = file;
        this.source = source;
        this.clock = clock;
    }

    /** Puts the file into force if it has changed. */
    synchronized void look() {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            text = "";
        } catch (IOException e) {
            problem("cannot be read: " + e.getMessage());
            return;
        }
        if (text.equals(seen) && state.applied().isPresent()) {
            return;
        }
        seen = text;
        try {
            Map<String, ExportSpec> specs = ExportFile.parse(text);
            for (ExportSpec spec : specs.values()) {
                check(spec);
            }
            apply(specs, text);
        } catch (ExportFile.Invalid e) {
            problem(e.getMessage());
        }
    }

    private void check(ExportSpec spec) throws ExportFile.Invalid {
        try {
            ExportLines.fields(spec);
            ExportLines.filters(spec, source);
        } catch (ExpressionsGone e) {
            // No mistake in the file: the exporter waits for the bundle, and says so.
            LOG.debug("{}: {}", spec.name(), e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new ExportFile.Invalid(spec.name() + ": " + e.getMessage(), e);
        }
    }

    private void problem(String why) {
        if (!why.equals(state.problem())) {
            LOG.error("{}: {}; what was in force before stays", file, why);
        }
        state =
                new State(
                        state.applied(),
                        state.hash(),
                        state.added(),
                        state.updated(),
                        state.removed(),
                        why);
    }

    private void apply(Map<String, ExportSpec> specs, String text) {
        long added = 0;
        long updated = 0;
        long removed = 0;
        for (String name : List.copyOf(running.keySet())) {
            if (!specs.containsKey(name)) {
                running.remove(name).close();
                removed++;
            }
        }
        Exporter.retain(source.log(), specs.keySet());
        for (ExportSpec spec : specs.values()) {
            Exporter known = running.get(spec.name());
            if (known == null) {
                running.put(spec.name(), new Exporter(spec, source, clock));
                added++;
            } else if (!known.spec().equals(spec)) {
                known.use(spec);
                updated++;
            }
        }
        CRC32 hash = new CRC32();
        hash.update(text.getBytes(StandardCharsets.UTF_8));
        state =
                new State(
                        Optional.of(clock.instant()),
                        hash.getValue(),
                        state.added() + added,
                        state.updated() + updated,
                        state.removed() + removed,
                        "");
    }

    /** Those of the file, in its order. */
    synchronized List<Exporter> now() {
        return List.copyOf(running.values());
    }

    synchronized State state() {
        return state;
    }

    Path file() {
        return file;
    }

    /** Ends all of them. */
    @Override
    public synchronized void close() {
        running.values().forEach(Exporter::close);
        running.clear();
    }
}
