package org.vibrissa.hubble.internal.export;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.flow.FlowAccount;
import picocli.CommandLine.Command;

/** {@code vibrissa hubble export list}. */
@Component
public final class ExportList implements CommandProvider {
    private final ExportComponent component;

    @Activate
    public ExportList(@Reference ExportComponent component) {
        this.component = component;
    }

    @Override
    public String path() {
        return "hubble export list";
    }

    @Override
    public String section() {
        return "Flows";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("hubble export", "Flows into files");
    }

    @Override
    public String example() {
        return "vibrissa hubble export list";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(component, invocation);
    }

    private record Row(Exporter exporter, FlowAccount.Reading books) {
        String state() {
            if (exporter.ended()) {
                return "ended";
            }
            return exporter.problem().isEmpty() ? "writing" : "waiting";
        }
    }

    @Command(description = "Lists the exporters and what each has written.")
    private static final class Run implements Runnable {
        private final ExportComponent component;
        private final Invocation invocation;

        Run(ExportComponent component, Invocation invocation) {
            this.component = component;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            Exporters exporters = component.exporters();
            String problem = exporters.state().problem();
            if (!problem.isEmpty()) {
                invocation
                        .err()
                        .println(
                                exporters.file()
                                        + ": "
                                        + problem
                                        + " (an earlier one is in force)");
            }
            invocation.print(
                    Table.of(
                                    exporters.now().stream()
                                            .map(each -> new Row(each, each.read()))
                                            .toList())
                            .column("NAME", "name", row -> row.exporter().spec().name())
                            .column("FILE", "file", row -> row.exporter().spec().file())
                            .column("STATE", "state", Row::state)
                            .column("WRITTEN", "written", row -> row.books().sent())
                            .column("FILTERED", "filtered", row -> row.books().filtered())
                            .column("DROPPED", "dropped", row -> row.books().dropped())
                            .column("PENDING", "pending", row -> row.books().pending())
                            .column("PROBLEM", "problem", row -> row.exporter().problem())
                            .whenEmpty("No exporters. Name them in " + exporters.file()));
        }
    }
}
