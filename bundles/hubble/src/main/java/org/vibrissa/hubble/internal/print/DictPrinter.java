package org.vibrissa.hubble.internal.print;

import java.io.PrintWriter;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.LostEvent;
import org.vibrissa.hubble.proto.observer.GetAgentEventsResponse;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;
import org.vibrissa.hubble.proto.relay.NodeStatusEvent;

/** A line for each key, and a rule between two events. */
final class DictPrinter implements FlowPrinter {
    private static final String RULE = "------------";

    private final Look look;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Hosts hosts;
    private final Judgements judgements;
    private boolean begun;

    DictPrinter(Look look, PrintWriter out, PrintWriter err) {
        this.look = look;
        this.out = out;
        this.err = err;
        hosts = new Hosts(look.names(), look.colour());
        judgements = new Judgements(look.policyNames(), look.colour());
    }

    @Override
    public void print(GetFlowsResponse response) {
        switch (response.getResponseTypesCase()) {
            case FLOW -> flow(response.getFlow());
            case LOST_EVENTS -> lost(response.getLostEvents());
            case NODE_STATUS -> {
                if (NodeNews.shown(response.getNodeStatus(), look.allStates())) {
                    news(response);
                }
            }
            case RESPONSETYPES_NOT_SET -> {}
        }
    }

    private void flow(Flow flow) {
        begin(out);
        out.println("  TIMESTAMP: " + look.time().text(flow.getTime(), flow.hasTime()));
        node(flow.getNodeName());
        out.println("     SOURCE: " + hosts.source(flow));
        out.println("DESTINATION: " + hosts.destination(flow));
        out.println("       TYPE: " + Judgements.type(flow));
        out.println("    VERDICT: " + judgements.verdict(flow));
        out.println("    SUMMARY: " + judgements.summary(flow));
    }

    private void lost(LostEvent lost) {
        begin(out);
        out.println("  TIMESTAMP: ");
        node("");
        out.println("     SOURCE: " + lost.getSource());
        out.println("       TYPE: EVENTS LOST");
        out.println("    VERDICT: ");
        out.println("    SUMMARY: " + TablePrinter.lostSummary(lost));
    }

    private void news(GetFlowsResponse response) {
        NodeStatusEvent event = response.getNodeStatus();
        begin(err);
        String message = event.getMessage();
        err.println("  TIMESTAMP: " + look.time().text(response.getTime(), response.hasTime()));
        err.println("      STATE: " + event.getStateChange());
        err.println("      NODES: " + NodeNews.names(event.getNodeNamesList()));
        err.println("    MESSAGE: " + (message.isEmpty() ? "N/A" : NodeNews.quoted(message)));
    }

    @Override
    public void print(GetAgentEventsResponse response) {
        begin(out);
        out.println("  TIMESTAMP: " + look.time().text(response.getTime(), response.hasTime()));
        node(response.getNodeName());
        out.println("       TYPE: " + response.getAgentEvent().getType());
        out.println("    DETAILS: " + AgentWords.of(response.getAgentEvent(), look.time()));
    }

    private void begin(PrintWriter where) {
        if (begun) {
            where.println(RULE);
        }
        begun = true;
    }

    private void node(String name) {
        if (look.nodeName()) {
            out.println("       NODE: " + Harmless.text(name));
        }
    }
}
