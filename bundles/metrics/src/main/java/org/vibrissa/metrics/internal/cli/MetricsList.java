package org.vibrissa.metrics.internal.cli;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.metrics.internal.collect.Scraper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa metrics list}. */
@Component
public final class MetricsList implements CommandProvider {
    private final Scraper scraper;

    @Activate
    public MetricsList(@Reference Scraper scraper) {
        this.scraper = scraper;
    }

    @Override
    public String path() {
        return "metrics list";
    }

    @Override
    public String section() {
        return "Observability";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("metrics", "Figures of this host");
    }

    @Override
    public String example() {
        return "vibrissa metrics list drop";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(scraper, invocation);
    }

    @Command(description = "Lists the figures that Prometheus is given, as they are now.")
    private static final class Run implements Runnable {
        private final Scraper scraper;
        private final Invocation invocation;

        @Parameters(
                paramLabel = "PATTERN",
                arity = "0..1",
                defaultValue = "",
                description = "Only metrics whose name this regular expression finds.")
        private String pattern;

        Run(Scraper scraper, Invocation invocation) {
            this.scraper = scraper;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            Pattern wanted;
            try {
                wanted = Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw CommandFailed.usage(
                                "PATTERN is no regular expression: "
                                        + e.getDescription()
                                        + " near index "
                                        + e.getIndex()
                                        + " of "
                                        + pattern,
                                "vibrissa metrics list drop")
                        .causedBy(e);
            }
            invocation.print(
                    Table.of(
                                    SeriesRow.of(scraper.scrape()).stream()
                                            .filter(row -> wanted.matcher(row.metric()).find())
                                            .toList())
                            .column("METRIC", "metric", SeriesRow::metric)
                            .column("LABELS", "labels", SeriesRow::labels)
                            .column("VALUE", "value", SeriesRow::number)
                            .whenEmpty("No figure has such a name."));
        }
    }
}
