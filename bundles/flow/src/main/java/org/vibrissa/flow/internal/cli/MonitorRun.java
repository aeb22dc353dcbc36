package org.vibrissa.flow.internal.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One run of {@code vibrissa monitor}. */
@Command(
        description = {
            "Shows events as the datapath wrote them, until Ctrl-C: numbers, not names.",
            "With names, filters and history: vibrissa observe."
        })
final class MonitorRun implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final ObjectWriter JSON = new ObjectMapper().writer();

    private final FlowLog log;
    private final FlowNames names;
    private final Invocation invocation;

    @Option(
            names = {"-t", "--type"},
            split = ",",
            paramLabel = "TYPE",
            description = "drop, trace, policy-verdict. Default: all")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--from",
            split = ",",
            paramLabel = "ID",
            description = "Endpoints that send. Default: any")
    private Set<Integer> from = Set.of();

    @Option(
            names = "--to",
            split = ",",
            paramLabel = "ID",
            description = "Endpoints that receive. Default: any")
    private Set<Integer> to = Set.of();

    @Option(
            names = "--related-to",
            split = ",",
            paramLabel = "ID",
            description = "Endpoints at either end. Default: any")
    private Set<Integer> relatedTo = Set.of();

    @Option(
            names = {"-v", "--verbose"},
            description = "Several lines an event, with all it says")
    private boolean verbose;

    MonitorRun(FlowLog log, FlowNames names, Invocation invocation) {
        this.log = log;
        this.names = names;
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        MonitorFilter filter = new MonitorFilter(kinds(), from, to, relatedTo);
        try (FlowCursor cursor = log.fromNewest("monitor")) {
            invocation.onCancel(cursor::wake);
            invocation.err().println("Listening for events; Ctrl-C ends.");
            invocation.err().flush();
            while (!invocation.cancelled() && !cursor.ended()) {
                if (cursor.await(PATIENCE)) {
                    showAll(cursor, filter);
                }
            }
            if (cursor.ended()) {
                throw CommandFailed.failed(
                        "the flow bundle has stopped", "vibrissa bundle list; then run this again");
            }
        }
        return 0;
    }

    private Set<FlowKind> kinds() {
        Set<FlowKind> kinds = EnumSet.noneOf(FlowKind.class);
        for (String type : types) {
            try {
                kinds.add(FlowKind.valueOf(type.toUpperCase(Locale.ROOT).replace('-', '_')));
            } catch (IllegalArgumentException e) {
                throw CommandFailed.usage(
                                "no type \"" + type + "\": drop, trace, policy-verdict",
                                "vibrissa monitor --help")
                        .causedBy(e);
            }
        }
        return kinds;
    }

    private void showAll(FlowCursor cursor, MonitorFilter filter) throws IOException {
        while (!invocation.cancelled() && cursor.next()) {
            long lost = cursor.takeLost();
            if (lost > 0) {
                invocation.err().println("EVENTS LOST: this client was too slow for " + lost);
            }
            if (filter.shows(cursor.event())) {
                show(cursor.event());
            }
        }
        invocation.out().flush();
    }

    /** A stream: as json one line each, as yaml one document each. */
    private void show(FlowEvent event) throws IOException {
        switch (invocation.format()) {
            case JSON ->
                    invocation.out().println(JSON.writeValueAsString(EventFields.of(event, names)));
            case YAML -> {
                invocation.out().println("---");
                invocation.print(EventFields.of(event, names), out -> {});
            }
            case TABLE -> {
                invocation.out().println(EventLine.of(event, names));
                if (verbose) {
                    EventFields.of(event, names).forEach((key, value) -> field(key, value));
                }
            }
        }
    }

    private void field(String key, Object value) {
        invocation.out().printf(Locale.ROOT, "    %-20s %s%n", key, value);
    }
}
