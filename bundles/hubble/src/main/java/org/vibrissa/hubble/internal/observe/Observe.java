package org.vibrissa.hubble.internal.observe;

import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.hubble.internal.client.Failures;
import org.vibrissa.hubble.internal.client.ServerOptions;
import org.vibrissa.hubble.internal.client.Servers;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.print.FlowPrinter;
import org.vibrissa.hubble.internal.print.Look;
import org.vibrissa.hubble.proto.observer.GetAgentEventsRequest;
import org.vibrissa.hubble.proto.observer.GetAgentEventsResponse;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One run of {@code vibrissa observe}; the flags about flows are added to its options. */
@Command(
        description = {
            "Shows flows: those of the past, and with -f those that come.",
            "The flags are those of hubble observe. A flow is shown when it matches each flag, and"
                    + " of a flag given several times one value; --not turns the flag behind it."
        })
public final class Observe implements Callable<Integer> {
    /** What can be observed. */
    enum Kind {
        FLOWS,
        AGENT_EVENTS,
        DEBUG_EVENTS
    }

    private final Servers servers;
    private final FlowExpressions expressions;
    private final Invocation invocation;
    private final FilterOptions filters = new FilterOptions();

    @Mixin private SelectorOptions selector;
    @Mixin private LookOptions look;
    @Mixin private ServerOptions server;

    @Parameters(
            paramLabel = "KIND",
            arity = "0..1",
            description = "flows (default), agent-events or debug-events.")
    private String kind = "flows";

    @Option(
            names = "--input-file",
            paramLabel = "FILE",
            description = "Reads what -o json or an exporter wrote; - is standard input.")
    private String inputFile = "";

    @Option(
            names = "--allowlist",
            paramLabel = "JSON",
            description = "A FlowFilter as JSON; flows match one of these or the flags.")
    private List<String> allow = new ArrayList<>();

    @Option(
            names = "--denylist",
            paramLabel = "JSON",
            description = "A FlowFilter as JSON; flows match none of these.")
    private List<String> deny = new ArrayList<>();

    @Option(
            names = "--print-raw-filters",
            description = "Prints the filters as JSON, for --allowlist and exporters, and ends.")
    private boolean printFilters;

    @Option(
            names = "--field-mask",
            paramLabel = "FIELD",
            split = ",",
            description = "Fields that are wanted; with -o json.")
    private List<String> mask = new ArrayList<>();

    @Option(
            names = {"-s", "--silent-errors"},
            description = "Says nothing of hosts that are away.")
    private boolean silent;

    Observe(Servers servers, FlowExpressions expressions, Invocation invocation) {
        this.servers = servers;
        this.expressions = expressions;
        this.invocation = invocation;
    }

    FilterOptions filterOptions() {
        return filters;
    }

    @Override
    public Integer call() {
        try {
            run();
            return 0;
        } catch (IllegalArgumentException e) {
            throw CommandFailed.usage(e.getMessage(), "vibrissa observe --help").causedBy(e);
        } catch (StatusRuntimeException e) {
            throw Failures.of(e, servers.named(server));
        }
    }

    private void run() {
        Look chosen = look.look(invocation.tty());
        boolean follows = selector.follow && inputFile.isEmpty();
        if (chosen.form() == Look.Form.TABLE && follows) {
            throw new IllegalArgumentException(
                    "table output format is not compatible with follow mode");
        }
        Filters wanted = Filters.of(filters.met(), allow, deny);
        if (printFilters) {
            RawFilters.print(wanted, invocation.out());
            return;
        }
        FlowPrinter printer =
                FlowPrinter.of(
                        chosen,
                        invocation.out(),
                        silent ? new PrintWriter(Writer.nullWriter()) : invocation.err());
        Clock clock = Clock.systemUTC();
        switch (kind()) {
            case FLOWS -> {
                GetFlowsRequest request =
                        Request.flows(selector, wanted, chosen, mask, !inputFile.isEmpty(), clock);
                if (inputFile.isEmpty()) {
                    servers.<GetFlowsRequest, GetFlowsResponse>stream(
                            server,
                            invocation,
                            (channel, answers) ->
                                    ObserverGrpc.newStub(channel).getFlows(request, answers),
                            printer::print);
                } else {
                    new FileFlows(invocation, inputFile, expressions).read(request, printer::print);
                }
            }
            case AGENT_EVENTS ->
                    servers.<GetAgentEventsRequest, GetAgentEventsResponse>stream(
                            server,
                            invocation,
                            (channel, answers) ->
                                    ObserverGrpc.newStub(channel)
                                            .getAgentEvents(
                                                    Request.agentEvents(selector, clock), answers),
                            printer::print);
            case DEBUG_EVENTS ->
                    throw CommandFailed.failed(
                            "this datapath writes no debug events",
                            "vibrissa trace shows the way of packets through it");
        }
        printer.finish();
    }

    private Kind kind() {
        return switch (kind) {
            case "flows" -> Kind.FLOWS;
            case "agent-events" -> Kind.AGENT_EVENTS;
            case "debug-events" -> Kind.DEBUG_EVENTS;
            default ->
                    throw new IllegalArgumentException(
                            "cannot observe " + kind + "; there are: flows, agent-events");
        };
    }
}
