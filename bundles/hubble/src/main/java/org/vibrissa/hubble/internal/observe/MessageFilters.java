package org.vibrissa.hubble.internal.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.filter.FilterRejected;
import org.vibrissa.hubble.internal.filter.FilterScope;
import org.vibrissa.hubble.internal.filter.FlowFilters;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.FlowFilter;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;

/**
 * The filters of a request for messages instead of events. Flows of several nodes may be mixed:
 * filters are compiled for each. For one thread.
 */
final class MessageFilters {
    private final List<FlowFilter> white;
    private final List<FlowFilter> black;
    private final FlowExpressions expressions;
    private final MessageEvent event = new MessageEvent();
    private final Map<String, OfNode> nodes = new HashMap<>();

    private record OfNode(FlowFilters filters, FlowView view) {}

    private MessageFilters(
            List<FlowFilter> white, List<FlowFilter> black, FlowExpressions expressions) {
        this.white = white;
        this.black = black;
        this.expressions = expressions;
    }

    /**
     * Compiles them once, to refuse what is wrong before anything is read.
     *
     * @throws FilterRejected naming the field
     */
    static MessageFilters of(GetFlowsRequest request, FlowExpressions expressions)
            throws FilterRejected {
        for (FlowFilter filter : request.getWhitelistList()) {
            refuseUuid(filter);
        }
        for (FlowFilter filter : request.getBlacklistList()) {
            refuseUuid(filter);
        }
        MessageFilters filters =
                new MessageFilters(
                        request.getWhitelistList(), request.getBlacklistList(), expressions);
        filters.compile("");
        return filters;
    }

    /** Names of events are compared by the node that gave them. */
    private static void refuseUuid(FlowFilter filter) throws FilterRejected {
        if (filter.getUuidCount() > 0) {
            throw new FilterRejected("uuid", filter.getUuid(0), "cannot be looked for in a file");
        }
    }

    /** Whether it matches; what is no flow always does. */
    boolean admit(GetFlowsResponse response) {
        if (!response.hasFlow()) {
            return true;
        }
        Flow flow = response.getFlow();
        OfNode node = nodes.get(flow.getNodeName());
        if (node == null) {
            try {
                node = compile(flow.getNodeName());
            } catch (FilterRejected e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
        return node.filters().admits(node.view().at(event.of(flow)));
    }

    private OfNode compile(String nodeName) throws FilterRejected {
        int slash = nodeName.indexOf('/');
        Origin origin =
                new Origin(
                        slash < 0 ? Origin.DEFAULT_CLUSTER : nodeName.substring(0, slash),
                        nodeName.substring(slash + 1),
                        "");
        FlowFilters filters =
                FlowFilters.of(
                        new ArrayList<>(white),
                        new ArrayList<>(black),
                        new FilterScope(
                                origin,
                                new EventUuid(nodeName, ""),
                                expressions,
                                () -> view -> event.flow()));
        OfNode node = new OfNode(filters, new FlowView(new MessageNames(event), origin));
        nodes.put(nodeName, node);
        return node;
    }
}
