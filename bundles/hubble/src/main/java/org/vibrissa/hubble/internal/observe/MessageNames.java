package org.vibrissa.hubble.internal.observe;

import java.util.List;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.hubble.proto.flow.DropReason;
import org.vibrissa.hubble.proto.flow.Endpoint;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.Workload;

/** The names that a flow's message holds. */
final class MessageNames implements FlowNames {
    private final MessageEvent event;

    MessageNames(MessageEvent event) {
        this.event = event;
    }

    @Override
    public FlowParty source(FlowEvent ignored) {
        return party(event.flow().getSource());
    }

    @Override
    public FlowParty destination(FlowEvent ignored) {
        return party(event.flow().getDestination());
    }

    private FlowParty party(Endpoint endpoint) {
        Workload workload =
                endpoint.getWorkloadsCount() == 0
                        ? Workload.getDefaultInstance()
                        : endpoint.getWorkloads(0);
        return new FlowParty(
                endpoint.getIdentity(),
                endpoint.getLabelsList(),
                endpoint.getID(),
                endpoint.getNamespace(),
                endpoint.getPodName(),
                workload.getName(),
                workload.getKind(),
                event.flow().getNodeName());
    }

    @Override
    public String device(int ifindex, long timeNanos) {
        return event.flow().getInterface().getName();
    }

    @Override
    public String owner(FlowEvent ignored) {
        return "";
    }

    @Override
    public String pathGroup(int number) {
        return "";
    }

    @Override
    public String dropReason(int number) {
        DropReason reason = DropReason.forNumber(number);
        return reason == null ? "" : reason.name();
    }

    @Override
    public String node() {
        Flow flow = event.flow();
        return flow.getNodeName();
    }

    @Override
    public List<String> nodeLabels() {
        return event.flow().getNodeLabelsList();
    }
}
