package org.vibrissa.control.internal.commands;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.control.internal.commands.StatusReport.BundleLine;
import org.vibrissa.control.internal.print.Durations;

/** The status for people: a header box, then node, bundles and endpoints. */
final class StatusText {
    private static final List<String> CAT = List.of("   /\\_/\\   ", "=( o.o )= ", "   > ^ <   ");
    private static final String NO_CAT = " ".repeat(11);
    private static final String OURS = "org.vibrissa.";

    private StatusText() {}

    static void print(StatusReport report, PrintWriter out) {
        header(report, out);
        out.println();
        Duration up = Duration.between(report.startedAt(), Instant.now());
        row(
                out,
                "Node",
                report.node()
                        + " (version "
                        + report.version()
                        + ", pid "
                        + report.pid()
                        + ", up "
                        + Durations.text(up)
                        + ")");
        row(
                out,
                "Endpoints",
                report.endpoints().managed() + "/" + report.endpoints().total() + " managed");
        long up2 = report.bundles().stream().filter(BundleLine::up).count();
        row(out, "Bundles", up2 + "/" + report.bundles().size() + " active");
        report.bundles().stream()
                .filter(b -> b.name().startsWith(OURS) || !b.up())
                .forEach(b -> bundle(out, b));
    }

    private static void header(StatusReport report, PrintWriter out) {
        List<String> rows = new ArrayList<>();
        int wide =
                report.checks().stream()
                        .mapToInt(c -> c.name().length())
                        .reduce("Vibrissa".length(), Math::max);
        String format = "%-" + (wide + 1) + "s   %s";
        rows.add(String.format(format, "Vibrissa:", report.ready() ? "OK" : "not ready"));
        report.checks()
                .forEach(
                        c ->
                                rows.add(
                                        String.format(
                                                format,
                                                c.name() + ":",
                                                c.ready()
                                                        ? c.summary()
                                                        : "pending: " + c.summary())));
        for (int i = 0; i < Math.max(rows.size(), CAT.size()); i++) {
            String cat = i < CAT.size() ? CAT.get(i) : NO_CAT;
            String row = i < rows.size() ? rows.get(i) : "";
            out.println(String.format("%-11s  %s", cat, row).stripTrailing());
        }
    }

    private static void row(PrintWriter out, String name, String value) {
        out.println(String.format("%-12s %s", name + ":", value));
    }

    private static void bundle(PrintWriter out, BundleLine bundle) {
        String name =
                bundle.name().startsWith(OURS)
                        ? bundle.name().substring(OURS.length())
                        : bundle.name();
        out.println(
                String.format(
                                "%13s%-12s %-8s %s  %s",
                                "", name, bundle.version(), bundle.state(), bundle.problem())
                        .stripTrailing());
    }
}
