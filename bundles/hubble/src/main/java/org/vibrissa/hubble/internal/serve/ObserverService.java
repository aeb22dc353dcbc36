package org.vibrissa.hubble.internal.serve;

import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.hubble.internal.agent.AgentEvents;
import org.vibrissa.hubble.internal.filter.FilterRejected;
import org.vibrissa.hubble.internal.stream.FlowSource;
import org.vibrissa.hubble.internal.stream.FlowStreams;
import org.vibrissa.hubble.internal.wire.FlowMethod;
import org.vibrissa.hubble.proto.observer.GetAgentEventsRequest;
import org.vibrissa.hubble.proto.observer.GetAgentEventsResponse;
import org.vibrissa.hubble.proto.observer.GetDebugEventsRequest;
import org.vibrissa.hubble.proto.observer.GetDebugEventsResponse;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetNamespacesRequest;
import org.vibrissa.hubble.proto.observer.GetNamespacesResponse;
import org.vibrissa.hubble.proto.observer.GetNodesRequest;
import org.vibrissa.hubble.proto.observer.GetNodesResponse;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;
import org.vibrissa.hubble.proto.observer.ServerStatusRequest;
import org.vibrissa.hubble.proto.observer.ServerStatusResponse;

/** {@code observer.Observer} of one node. */
final class ObserverService extends ObserverGrpc.ObserverImplBase {
    private final FlowSource source;
    private final FlowStreams streams;
    private final AgentEvents agentEvents;
    private final SeenNamespaces namespaces;

    ObserverService(FlowSource source, FlowStreams streams, AgentEvents agentEvents) {
        this.source = source;
        this.streams = streams;
        this.agentEvents = agentEvents;
        this.namespaces = new SeenNamespaces(source);
    }

    /** Its GetFlows sends encoded flows. */
    ServerServiceDefinition definition() {
        return FlowMethod.in(this, this::encodedFlows);
    }

    private void encodedFlows(GetFlowsRequest request, FlowMethod.Client client) {
        try {
            streams.open(request, client);
        } catch (FilterRejected e) {
            Status why = e.isLacking() ? Status.FAILED_PRECONDITION : Status.INVALID_ARGUMENT;
            client.refuse(why.withDescription(e.getMessage()));
        }
    }

    @Override
    public void getAgentEvents(
            GetAgentEventsRequest request, StreamObserver<GetAgentEventsResponse> client) {
        if (request.getFirst() && request.getFollow()) {
            client.onError(invalid("first cannot be specified with follow"));
            return;
        }
        agentEvents.open(request, (ServerCallStreamObserver<GetAgentEventsResponse>) client);
    }

    /** Better told than waited for in vain. */
    @Override
    public void getDebugEvents(
            GetDebugEventsRequest request, StreamObserver<GetDebugEventsResponse> client) {
        client.onError(
                Status.UNIMPLEMENTED
                        .withDescription(
                                "this datapath writes no debug events; 'vibrissa trace' shows the"
                                        + " way of packets through it")
                        .asRuntimeException());
    }

    @Override
    public void getNodes(GetNodesRequest request, StreamObserver<GetNodesResponse> client) {
        client.onError(
                Status.UNIMPLEMENTED
                        .withDescription(
                                "GetNodes not implemented: a node knows itself; ask a fleet's"
                                        + " listener")
                        .asRuntimeException());
    }

    @Override
    public void getNamespaces(
            GetNamespacesRequest request, StreamObserver<GetNamespacesResponse> client) {
        client.onNext(namespaces.read());
        client.onCompleted();
    }

    @Override
    public void serverStatus(
            ServerStatusRequest request, StreamObserver<ServerStatusResponse> client) {
        FlowLog log = source.log();
        client.onNext(
                ServerStatusResponse.newBuilder()
                        .setNumFlows(log.size())
                        .setMaxFlows(log.capacity())
                        .setSeenFlows(log.written())
                        .setUptimeNs(log.uptime().toNanos())
                        .setVersion("vibrissa " + source.origin().version())
                        .setFlowsRate(log.rate())
                        .build());
        client.onCompleted();
    }

    private static RuntimeException invalid(String why) {
        return Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException();
    }
}
