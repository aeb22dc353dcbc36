package org.vibrissa.hubble.internal.print;

import java.io.PrintWriter;
import org.vibrissa.hubble.proto.observer.GetAgentEventsResponse;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;

/** The answers as they are, a JSON object a line. */
final class JsonPrinter implements FlowPrinter {
    private final Look look;
    private final PrintWriter out;
    private final PrintWriter err;
    private final ProtoJson json = new ProtoJson();

    JsonPrinter(Look look, PrintWriter out, PrintWriter err) {
        this.look = look;
        this.out = out;
        this.err = err;
    }

    @Override
    public void print(GetFlowsResponse response) {
        if (!response.hasNodeStatus()) {
            out.println(json.text(response));
        } else if (NodeNews.shown(response.getNodeStatus(), look.allStates())) {
            err.println(json.text(response));
        }
    }

    @Override
    public void print(GetAgentEventsResponse response) {
        out.println(json.text(response));
    }
}
