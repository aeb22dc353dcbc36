package org.vibrissa.ipfix.internal.view;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.ipfix.internal.IpfixExporter;
import org.vibrissa.ipfix.internal.collector.Books;
import org.vibrissa.ipfix.internal.collector.Collector;
import picocli.CommandLine.Command;

/** {@code vibrissa ipfix status}. */
@Component
public final class IpfixStatus implements CommandProvider {
    private final IpfixExporter exporter;

    @Activate
    public IpfixStatus(@Reference IpfixExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public String path() {
        return "ipfix status";
    }

    @Override
    public String section() {
        return "Flows";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("ipfix", "Flow records for collectors");
    }

    @Override
    public String example() {
        return "vibrissa ipfix status";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(exporter, invocation);
    }

    private record Row(Collector collector, Books.Figures figures) {
        String state() {
            return figures.state().connected() ? "sending" : "away";
        }
    }

    @Command(description = "Shows the IPFIX collectors and what each one got.")
    private static final class Run implements Runnable {
        private final IpfixExporter exporter;
        private final Invocation invocation;

        Run(IpfixExporter exporter, Invocation invocation) {
            this.exporter = exporter;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            exporter.refused().forEach(problem -> invocation.err().println("refused: " + problem));
            invocation.print(
                    Table.of(
                                    exporter.collectors().stream()
                                            .map(each -> new Row(each, each.books().read()))
                                            .toList())
                            .column("COLLECTOR", "collector", row -> row.collector().address())
                            .column("STATE", "state", Row::state)
                            .column("RECORDS", "records", row -> row.figures().events().sent())
                            .column("DROPPED", "dropped", row -> row.figures().events().dropped())
                            .column("PENDING", "pending", row -> row.figures().events().pending())
                            .column("MESSAGES", "messages", row -> row.figures().messages())
                            .column("SESSIONS", "sessions", row -> row.figures().connections())
                            .column("PROBLEM", "problem", row -> row.figures().state().problem())
                            .whenEmpty(
                                    "No collectors. Name one: vibrissa config set"
                                            + " ipfix.collectors udp://HOST:4739"));
        }
    }
}
