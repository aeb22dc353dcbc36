package org.vibrissa.hubble.internal.relay;

import com.google.protobuf.UInt32Value;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;
import org.vibrissa.hubble.proto.observer.GetNamespacesRequest;
import org.vibrissa.hubble.proto.observer.GetNamespacesResponse;
import org.vibrissa.hubble.proto.observer.GetNodesRequest;
import org.vibrissa.hubble.proto.observer.GetNodesResponse;
import org.vibrissa.hubble.proto.observer.Namespace;
import org.vibrissa.hubble.proto.observer.Node;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;
import org.vibrissa.hubble.proto.observer.ServerStatusRequest;
import org.vibrissa.hubble.proto.observer.ServerStatusResponse;
import org.vibrissa.hubble.proto.observer.TLS;
import org.vibrissa.hubble.proto.relay.NodeState;

/**
 * {@code observer.Observer} of the fleet. What daemons did is told by each node itself, as at
 * Hubble's relay.
 */
final class RelayService extends ObserverGrpc.ObserverImplBase {
    /** Names of nodes that are away in a status; the rest are counted. */
    private static final int MOST_NAMES = 10;

    private final Relay relay;
    private final String version;

    RelayService(Relay relay, String version) {
        this.relay = relay;
        this.version = version;
    }

    @Override
    public void getFlows(GetFlowsRequest request, StreamObserver<GetFlowsResponse> client) {
        relay.open(request, (ServerCallStreamObserver<GetFlowsResponse>) client);
    }

    @Override
    public void serverStatus(
            ServerStatusRequest request, StreamObserver<ServerStatusResponse> client) {
        Survey.<ServerStatusResponse>ask(
                relay.links().now(),
                (stub, answer) -> stub.serverStatus(request, answer),
                answers -> answer(client, status(answers)));
    }

    private ServerStatusResponse status(Map<Link, Optional<ServerStatusResponse>> answers) {
        ServerStatusResponse.Builder sum = ServerStatusResponse.newBuilder();
        int away = 0;
        for (Map.Entry<Link, Optional<ServerStatusResponse>> each : answers.entrySet()) {
            if (each.getValue().isEmpty()) {
                away++;
                if (sum.getUnavailableNodesCount() < MOST_NAMES) {
                    sum.addUnavailableNodes(each.getKey().name());
                }
                continue;
            }
            ServerStatusResponse one = each.getValue().get();
            sum.setNumFlows(sum.getNumFlows() + one.getNumFlows())
                    .setMaxFlows(sum.getMaxFlows() + one.getMaxFlows())
                    .setSeenFlows(sum.getSeenFlows() + one.getSeenFlows())
                    .setFlowsRate(sum.getFlowsRate() + one.getFlowsRate())
                    .setUptimeNs(Math.max(sum.getUptimeNs(), one.getUptimeNs()));
        }
        return sum.setNumConnectedNodes(UInt32Value.of(answers.size() - away))
                .setNumUnavailableNodes(UInt32Value.of(away))
                .setVersion("vibrissa " + version)
                .build();
    }

    @Override
    public void getNodes(GetNodesRequest request, StreamObserver<GetNodesResponse> client) {
        Survey.<ServerStatusResponse>ask(
                relay.links().now(),
                (stub, answer) ->
                        stub.serverStatus(ServerStatusRequest.getDefaultInstance(), answer),
                answers -> {
                    GetNodesResponse.Builder nodes = GetNodesResponse.newBuilder();
                    answers.forEach((link, status) -> nodes.addNodes(node(link, status)));
                    answer(client, nodes.build());
                });
    }

    private static Node node(Link link, Optional<ServerStatusResponse> status) {
        Node.Builder node =
                Node.newBuilder()
                        .setName(link.name())
                        .setAddress(link.peer().address())
                        .setState(
                                status.isPresent()
                                        ? NodeState.NODE_CONNECTED
                                        : NodeState.NODE_UNAVAILABLE)
                        .setTls(
                                TLS.newBuilder()
                                        .setEnabled(!link.peer().serverName().isEmpty())
                                        .setServerName(link.peer().serverName()));
        status.ifPresent(
                known ->
                        node.setVersion(known.getVersion())
                                .setUptimeNs(known.getUptimeNs())
                                .setNumFlows(known.getNumFlows())
                                .setMaxFlows(known.getMaxFlows())
                                .setSeenFlows(known.getSeenFlows()));
        return node.build();
    }

    @Override
    public void getNamespaces(
            GetNamespacesRequest request, StreamObserver<GetNamespacesResponse> client) {
        Survey.<GetNamespacesResponse>ask(
                relay.links().now(),
                (stub, answer) -> stub.getNamespaces(request, answer),
                answers -> {
                    TreeSet<Namespace> all =
                            new TreeSet<>(
                                    Comparator.comparing(Namespace::getCluster)
                                            .thenComparing(Namespace::getNamespace));
                    answers.values()
                            .forEach(
                                    one ->
                                            one.ifPresent(
                                                    known ->
                                                            all.addAll(known.getNamespacesList())));
                    answer(
                            client,
                            GetNamespacesResponse.newBuilder().addAllNamespaces(all).build());
                });
    }

    private static <A> void answer(StreamObserver<A> client, A answer) {
        client.onNext(answer);
        client.onCompleted();
    }
}
