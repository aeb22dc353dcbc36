package org.vibrissa.hubble.internal.print;

import java.io.PrintWriter;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.LostEvent;
import org.vibrissa.hubble.proto.observer.GetAgentEventsResponse;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;

/** A line for each: {@code TIME: SOURCE (ID) -> DESTINATION (ID) TYPE VERDICT (SUMMARY)}. */
final class CompactPrinter implements FlowPrinter {
    private final Look look;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Hosts hosts;
    private final Judgements judgements;

    CompactPrinter(Look look, PrintWriter out, PrintWriter err) {
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
                    err.println(NodeNews.line(response, look.time()));
                }
            }
            case RESPONSETYPES_NOT_SET -> {}
        }
    }

    private void flow(Flow flow) {
        String source = hosts.source(flow) + " " + hosts.identity(flow.getSource());
        String destination = hosts.destination(flow) + " " + hosts.identity(flow.getDestination());
        boolean reply = flow.hasIsReply() && flow.getIsReply().getValue();
        String arrow = !flow.hasIsReply() ? " <> " : reply ? " <- " : " -> ";
        out.println(
                look.time().text(flow.getTime(), flow.hasTime())
                        + node(flow.getNodeName())
                        + ": "
                        + (reply ? destination : source)
                        + arrow
                        + (reply ? source : destination)
                        + " "
                        + Judgements.type(flow)
                        + " "
                        + judgements.verdict(flow)
                        + " ("
                        + judgements.summary(flow)
                        + ")");
    }

    private void lost(LostEvent lost) {
        out.println(
                "EVENTS LOST: "
                        + lost.getSource()
                        + " CPU("
                        + lost.getCpu().getValue()
                        + ") "
                        + Long.toUnsignedString(lost.getNumEventsLost()));
    }

    @Override
    public void print(GetAgentEventsResponse response) {
        out.println(
                look.time().text(response.getTime(), response.hasTime())
                        + node(response.getNodeName())
                        + ": "
                        + response.getAgentEvent().getType()
                        + " ("
                        + AgentWords.of(response.getAgentEvent(), look.time())
                        + ")");
    }

    private String node(String name) {
        return look.nodeName() ? " [" + Harmless.text(name) + "]" : "";
    }
}
