package org.vibrissa.hubble.internal.print;

import java.util.List;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;
import org.vibrissa.hubble.proto.relay.NodeState;
import org.vibrissa.hubble.proto.relay.NodeStatusEvent;

/** What a fleet's listener says about its nodes, in words. */
final class NodeNews {
    private static final int CUT_OFF = 50;

    private NodeNews() {}

    /** Whether it is shown at all: bad news always, good ones when asked for. */
    static boolean shown(NodeStatusEvent event, boolean allStates) {
        NodeState state = event.getStateChange();
        return allStates || state == NodeState.NODE_ERROR || state == NodeState.NODE_UNAVAILABLE;
    }

    /** One line. */
    static String line(GetFlowsResponse response, TimeFormat time) {
        NodeStatusEvent event = response.getNodeStatus();
        int count = event.getNodeNamesCount();
        String names = names(event.getNodeNamesList());
        String prefix =
                time.text(response.getTime(), response.hasTime())
                        + " ["
                        + Harmless.text(response.getNodeName())
                        + "]: ";
        return prefix
                + switch (event.getStateChange()) {
                    case NODE_CONNECTED -> "Receiving flows from " + count + " nodes: " + names;
                    case NODE_UNAVAILABLE -> count + " nodes are unavailable: " + names;
                    case NODE_GONE -> count + " nodes removed from cluster: " + names;
                    case NODE_ERROR ->
                            "Error "
                                    + quoted(event.getMessage())
                                    + " on "
                                    + count
                                    + " nodes: "
                                    + names;
                    default -> "unknown node status event: " + event.getStateChange();
                };
    }

    static String quoted(String text) {
        return "\"" + Harmless.text(text).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** By commas; those beyond a length are counted. */
    static String names(List<String> names) {
        int length = 0;
        int shown = names.size();
        for (int i = 0; i < names.size(); i++) {
            length += names.get(i).length() + 2;
            if (length > CUT_OFF && i > 0) {
                shown = i;
                break;
            }
        }
        String joined = Harmless.text(String.join(", ", names.subList(0, shown)));
        int omitted = names.size() - shown;
        return omitted == 0 ? joined : joined + " (and " + omitted + " more)";
    }
}
