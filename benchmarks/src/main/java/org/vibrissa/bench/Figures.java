package org.vibrissa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The samples of one benchmark, printed as JSON with median, least and greatest per key. */
final class Figures {
    private record Series(String unit, List<Double> samples) {}

    private final String bench;
    private final Map<String, Series> results = new LinkedHashMap<>();

    Figures(String bench) {
        this.bench = bench;
    }

    /** Adds a sample. */
    void add(String key, String unit, double sample) {
        results.computeIfAbsent(key, k -> new Series(unit, new ArrayList<>())).samples.add(sample);
    }

    String json() {
        return results.entrySet().stream()
                .map(e -> "\"" + e.getKey() + "\": " + json(e.getValue()))
                .collect(
                        Collectors.joining(
                                ",\n  ",
                                "{\"bench\": \"" + bench + "\", \"results\": {\n  ",
                                "}}"));
    }

    private static String json(Series series) {
        List<Double> sorted = series.samples.stream().sorted().toList();
        int n = sorted.size();
        double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
        return String.format(
                Locale.ROOT,
                "{\"median\": %s, \"min\": %s, \"max\": %s, \"n\": %d, \"unit\": \"%s\"}",
                number(median),
                number(sorted.get(0)),
                number(sorted.get(n - 1)),
                n,
                series.unit);
    }

    /** Up to four decimals where they say something. */
    private static String number(double value) {
        if (Math.abs(value) >= 1000 || value == Math.rint(value)) {
            return String.valueOf(Math.round(value));
        }
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** Writes the JSON to a file, or to standard output. */
    void write(Optional<Path> file) throws IOException {
        if (file.isPresent()) {
            Files.writeString(file.get(), json() + "\n");
        } else {
            System.out.println(json());
        }
    }
}
