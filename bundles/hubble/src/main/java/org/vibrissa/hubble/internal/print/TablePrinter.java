package org.vibrissa.hubble.internal.print;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.LostEvent;
import org.vibrissa.hubble.proto.observer.GetAgentEventsResponse;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;

/** Columns, which are as wide as their widest cell: nothing is printed before the end. */
final class TablePrinter implements FlowPrinter {
    private final Look look;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Hosts hosts;
    private final Judgements judgements;
    private final Columns columns = new Columns();

    TablePrinter(Look look, PrintWriter out, PrintWriter err) {
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
        headings("SOURCE", "DESTINATION", "TYPE", "VERDICT", "SUMMARY");
        row(
                look.time().text(flow.getTime(), flow.hasTime()),
                flow.getNodeName(),
                hosts.source(flow),
                hosts.destination(flow),
                Judgements.type(flow),
                judgements.verdict(flow),
                judgements.summary(flow));
    }

    private void lost(LostEvent lost) {
        headings("SOURCE", "DESTINATION", "TYPE", "VERDICT", "SUMMARY");
        row("", "", lost.getSource().toString(), "", "EVENTS LOST", "", lostSummary(lost));
    }

    static String lostSummary(LostEvent lost) {
        return "CPU("
                + lost.getCpu().getValue()
                + ") - "
                + Long.toUnsignedString(lost.getNumEventsLost());
    }

    @Override
    public void print(GetAgentEventsResponse response) {
        headings("TYPE", "DETAILS");
        row(
                look.time().text(response.getTime(), response.hasTime()),
                response.getNodeName(),
                response.getAgentEvent().getType().toString(),
                AgentWords.of(response.getAgentEvent(), look.time()));
    }

    private void headings(String... titles) {
        if (columns.isEmpty()) {
            row("TIMESTAMP", "NODE", titles);
        }
    }

    private void row(String time, String node, String... cells) {
        List<String> row = new ArrayList<>();
        row.add(time);
        if (look.nodeName()) {
            row.add(Harmless.text(node));
        }
        row.addAll(List.of(cells));
        columns.add(row);
    }

    @Override
    public void finish() {
        columns.print(out);
    }
}
