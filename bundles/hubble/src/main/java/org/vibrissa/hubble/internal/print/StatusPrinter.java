package org.vibrissa.hubble.internal.print;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vibrissa.hubble.proto.observer.ServerStatusResponse;

/** The state of a server, as {@code hubble status} prints it. */
public final class StatusPrinter {
    private static final String UNKNOWN = "N/A";

    private final PrintWriter out;

    public StatusPrinter(PrintWriter out) {
        this.out = out;
    }

    /** Prints in the form that is asked for. */
    public void print(ServerStatusResponse status, Look.Form form) {
        switch (form) {
            case COMPACT -> compact(status);
            case DICT -> dict(status);
            case TABLE -> table(status);
            case JSON -> out.println(new ProtoJson().text(status));
        }
    }

    private void compact(ServerStatusResponse status) {
        long max = status.getMaxFlows();
        String ratio =
                max > 0
                        ? String.format(
                                Locale.ROOT, " (%.2f%%)", 100.0 * status.getNumFlows() / max)
                        : "";
        out.println(
                "Current/Max Flows: " + grouped(status.getNumFlows()) + "/" + grouped(max) + ratio);
        out.println("Flows/s: " + rateOrMean(status));
        if (status.hasNumConnectedNodes()) {
            int connected = status.getNumConnectedNodes().getValue();
            String total =
                    status.hasNumUnavailableNodes()
                            ? "/" + (status.getNumUnavailableNodes().getValue() + connected)
                            : "";
            out.println("Connected Nodes: " + connected + total);
        }
        int away = status.getNumUnavailableNodes().getValue();
        if (away > 0) {
            out.println("Unavailable Nodes: " + away);
            List<String> names = new ArrayList<>(status.getUnavailableNodesList());
            names.sort(null);
            if (!names.isEmpty() && away > names.size()) {
                names.add("and " + (away - names.size()) + " more...");
            }
            names.forEach(name -> out.println("  - " + Harmless.text(name)));
        }
    }

    private static String rateOrMean(ServerStatusResponse status) {
        double uptime = status.getUptimeNs() / 1e9;
        if (status.getFlowsRate() > 0 || uptime <= 0) {
            return rate(status);
        }
        return String.format(Locale.ROOT, "%.2f", status.getSeenFlows() / uptime);
    }

    private static String rate(ServerStatusResponse status) {
        return status.getFlowsRate() > 0
                ? String.format(Locale.ROOT, "%.2f", status.getFlowsRate())
                : UNKNOWN;
    }

    private void dict(ServerStatusResponse status) {
        out.println("          NUM FLOWS: " + grouped(status.getNumFlows()));
        out.println("          MAX FLOWS: " + grouped(status.getMaxFlows()));
        out.println("         SEEN FLOWS: " + grouped(status.getSeenFlows()));
        out.println("   FLOWS PER SECOND: " + rate(status));
        out.println("             UPTIME: " + GoDuration.seconds(status.getUptimeNs()));
        out.println("NUM CONNECTED NODES: " + connected(status));
        out.println(" NUM UNAVAIL. NODES: " + unavailable(status));
        out.println("            VERSION: " + Harmless.text(status.getVersion()));
    }

    private void table(ServerStatusResponse status) {
        Columns columns = new Columns();
        columns.add(
                List.of(
                        "NUM FLOWS",
                        "MAX FLOWS",
                        "SEEN FLOWS",
                        "FLOWS PER SECOND",
                        "UPTIME",
                        "NUM CONNECTED NODES",
                        "NUM UNAVAILABLE NODES",
                        "VERSION"));
        columns.add(
                List.of(
                        grouped(status.getNumFlows()),
                        grouped(status.getMaxFlows()),
                        grouped(status.getSeenFlows()),
                        rate(status),
                        GoDuration.seconds(status.getUptimeNs()),
                        connected(status),
                        unavailable(status),
                        Harmless.text(status.getVersion())));
        columns.print(out);
    }

    private static String connected(ServerStatusResponse status) {
        return status.hasNumConnectedNodes()
                ? Integer.toString(status.getNumConnectedNodes().getValue())
                : UNKNOWN;
    }

    private static String unavailable(ServerStatusResponse status) {
        return status.hasNumUnavailableNodes()
                ? Integer.toString(status.getNumUnavailableNodes().getValue())
                : UNKNOWN;
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
