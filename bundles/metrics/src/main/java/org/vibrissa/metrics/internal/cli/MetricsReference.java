package org.vibrissa.metrics.internal.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.internal.collect.Scraper;
import picocli.CommandLine.Command;

/** {@code vibrissa docs metrics}: the source of docs/metrics-reference.md. */
@Component
public final class MetricsReference implements CommandProvider {
    private static final String HEAD =
            """
            # Metrics reference

            This page is made by `scripts/generate-docs.sh` from what the bundles declare. How to get the \
            figures, and what to watch: [metrics.md](metrics.md). The last column has the name of the \
            figure that means the same in Cilium or Hubble. Hubble's metrics have further labels when \
            `metrics.hubble` asks for them.
            """;

    private final Scraper scraper;

    @Activate
    public MetricsReference(@Reference Scraper scraper) {
        this.scraper = scraper;
    }

    @Override
    public String path() {
        return "docs metrics";
    }

    @Override
    public boolean hidden() {
        return true;
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(scraper, invocation.out());
    }

    @Command(description = "Prints the metrics reference as Markdown")
    private record Run(Scraper scraper, PrintWriter out) implements Runnable {
        @Override
        public void run() {
            Map<String, StringBuilder> sections = new TreeMap<>();
            scraper.catalogue()
                    .forEach(
                            (family, sources) -> {
                                String source = sources.get(0);
                                String bundle = source.substring(0, source.indexOf('.'));
                                sections.computeIfAbsent(bundle, b -> new StringBuilder())
                                        .append(row(family));
                            });
            out.print(HEAD);
            sections.forEach(
                    (bundle, rows) -> {
                        out.print("\n## Bundle " + bundle + "\n\n");
                        out.print("| metric | type | labels | meaning | known as |\n");
                        out.print("|---|---|---|---|---|\n");
                        out.print(rows);
                    });
            out.flush();
        }

        private static String row(MetricFamily family) {
            String known = family.upstream().isEmpty() ? "" : "`" + family.upstream() + "`";
            return String.format(
                    Locale.ROOT,
                    "| `%s` | %s | %s | %s | %s |\n",
                    family.shownName(),
                    family.kind().name().toLowerCase(Locale.ROOT),
                    String.join(", ", family.labels()),
                    family.help().replace("|", "\\|"),
                    known);
        }
    }
}
