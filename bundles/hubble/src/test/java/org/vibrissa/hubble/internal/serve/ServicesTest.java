package org.vibrissa.hubble.internal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1alpha.ServerReflectionGrpc;
import io.grpc.reflection.v1alpha.ServerReflectionRequest;
import io.grpc.reflection.v1alpha.ServerReflectionResponse;
import io.grpc.reflection.v1alpha.ServiceResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.hubble.internal.made.Await;
import org.vibrissa.hubble.internal.made.MadeServer;
import org.vibrissa.hubble.internal.peers.PeerAddress;
import org.vibrissa.hubble.proto.flow.AgentEvent;
import org.vibrissa.hubble.proto.flow.AgentEventType;
import org.vibrissa.hubble.proto.observer.GetAgentEventsRequest;
import org.vibrissa.hubble.proto.observer.GetAgentEventsResponse;
import org.vibrissa.hubble.proto.observer.GetDebugEventsRequest;
import org.vibrissa.hubble.proto.observer.GetNamespacesRequest;
import org.vibrissa.hubble.proto.observer.GetNodesRequest;
import org.vibrissa.hubble.proto.observer.Namespace;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;
import org.vibrissa.hubble.proto.observer.ServerStatusRequest;
import org.vibrissa.hubble.proto.observer.ServerStatusResponse;
import org.vibrissa.hubble.proto.peer.ChangeNotification;
import org.vibrissa.hubble.proto.peer.ChangeNotificationType;
import org.vibrissa.hubble.proto.peer.NotifyRequest;
import org.vibrissa.hubble.proto.peer.PeerGrpc;

/** All services but GetFlows, over a real connection. */
final class ServicesTest {
    @TempDir Path folder;
    private MadeServer made;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        made = new MadeServer(folder, 255);
        channel = made.connect();
    }

    @AfterEach
    void stop() {
        made.close();
    }

    @Test
    void theSocketIsForTheGroupAlone() throws Exception {
        assertEquals(
                "rw-rw----",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(made.socket())));
        made.server().close();
        assertTrue(Files.notExists(made.socket()), "it goes with the server");
    }

    @Test
    void isHealthyUnderTheNameThatTheCommandLineAsksFor() {
        for (String service : List.of("", "hubble.server.Observer")) {
            assertEquals(
                    ServingStatus.SERVING,
                    HealthGrpc.newBlockingStub(channel)
                            .check(HealthCheckRequest.newBuilder().setService(service).build())
                            .getStatus());
        }
    }

    @Test
    void tellsItsStateAndVersion() {
        made.log().write(MadeEvent.trace(), 300);
        AtomicReference<Metadata> headers = new AtomicReference<>();
        ServerStatusResponse status =
                ObserverGrpc.newBlockingStub(
                                ClientInterceptors.intercept(
                                        channel,
                                        MetadataUtils.newCaptureMetadataInterceptor(
                                                headers, new AtomicReference<>())))
                        .serverStatus(ServerStatusRequest.getDefaultInstance());
        assertEquals(255, status.getMaxFlows());
        assertEquals(255, status.getNumFlows());
        assertEquals(300, status.getSeenFlows());
        assertTrue(status.getUptimeNs() > 0);
        assertTrue(status.getFlowsRate() > 0);
        assertEquals("vibrissa 0.1.0", status.getVersion());
        assertEquals(
                "0.1.0",
                headers.get()
                        .get(
                                Metadata.Key.of(
                                        "hubble-server-version",
                                        Metadata.ASCII_STRING_MARSHALLER)));
    }

    @Test
    void listsItsServicesByReflection() {
        List<String> names = Collections.synchronizedList(new ArrayList<>());
        StreamObserver<ServerReflectionRequest> asking =
                ServerReflectionGrpc.newStub(channel)
                        .serverReflectionInfo(
                                new StreamObserver<>() {
                                    @Override
                                    public void onNext(ServerReflectionResponse answer) {
                                        for (ServiceResponse service :
                                                answer.getListServicesResponse().getServiceList()) {
                                            names.add(service.getName());
                                        }
                                    }

                                    @Override
                                    public void onError(Throwable problem) {
                                        names.add(problem.toString());
                                    }

                                    @Override
                                    public void onCompleted() {
                                        names.add("end");
                                    }
                                });
        asking.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        asking.onCompleted();
        Await.until("the answer", () -> names.contains("end"));
        assertTrue(
                names.containsAll(
                        List.of("observer.Observer", "peer.Peer", "grpc.health.v1.Health")),
                names.toString());
    }

    @Test
    void listsNamespacesOfTheLastHour() {
        Instant now = Instant.now();
        made.log().write(MadeEvent.trace().at(now.minusSeconds(7200)).identities(1001, 2));
        made.log().write(MadeEvent.trace().at(now).identities(1002, 2));
        List<Namespace> names =
                ObserverGrpc.newBlockingStub(channel)
                        .getNamespaces(GetNamespacesRequest.getDefaultInstance())
                        .getNamespacesList();
        assertEquals(
                List.of(
                        Namespace.newBuilder()
                                .setCluster("default")
                                .setNamespace("alliance")
                                .build()),
                names);
    }

    @Test
    void saysWhatItCannotDo() {
        ObserverGrpc.ObserverBlockingStub stub = ObserverGrpc.newBlockingStub(channel);
        StatusRuntimeException nodes =
                assertThrows(
                        StatusRuntimeException.class,
                        () -> stub.getNodes(GetNodesRequest.getDefaultInstance()));
        assertEquals(Status.Code.UNIMPLEMENTED, nodes.getStatus().getCode());
        StatusRuntimeException debug =
                assertThrows(
                        StatusRuntimeException.class,
                        () ->
                                stub.getDebugEvents(GetDebugEventsRequest.getDefaultInstance())
                                        .hasNext());
        assertEquals(Status.Code.UNIMPLEMENTED, debug.getStatus().getCode());
        assertTrue(debug.getStatus().getDescription().contains("vibrissa trace"));
    }

    @Test
    void tellsAgentEventsOfThePastAndThoseThatCome() {
        made.events().add(event(AgentEventType.AGENT_STARTED));
        made.events().add(event(AgentEventType.ENDPOINT_CREATED));
        Iterator<GetAgentEventsResponse> all =
                ObserverGrpc.newBlockingStub(channel)
                        .getAgentEvents(
                                GetAgentEventsRequest.newBuilder()
                                        .setNumber(1)
                                        .setFollow(true)
                                        .build());
        assertEquals(AgentEventType.ENDPOINT_CREATED, all.next().getAgentEvent().getType());
        made.events().add(event(AgentEventType.ENDPOINT_DELETED));
        assertEquals(AgentEventType.ENDPOINT_DELETED, all.next().getAgentEvent().getType());
        made.server().close();
        StatusRuntimeException end = assertThrows(StatusRuntimeException.class, all::hasNext);
        assertEquals(Status.Code.UNAVAILABLE, end.getStatus().getCode());
    }

    private static AgentEvent event(AgentEventType type) {
        return AgentEvent.newBuilder().setType(type).build();
    }

    @Test
    void tellsPeersAndEachChange() {
        PeerAddress one = new PeerAddress("tatooine", "10.1.0.1:4244", "tatooine.x");
        PeerAddress two = new PeerAddress("hoth", "10.1.0.2:4244", "");
        made.peers(one);
        Iterator<ChangeNotification> changes =
                PeerGrpc.newBlockingStub(channel).notify(NotifyRequest.getDefaultInstance());
        ChangeNotification first = changes.next();
        assertEquals(ChangeNotificationType.PEER_ADDED, first.getType());
        assertEquals("tatooine.x", first.getTls().getServerName());
        made.peers(two);
        assertEquals(ChangeNotificationType.PEER_DELETED, changes.next().getType());
        ChangeNotification second = changes.next();
        assertEquals("hoth", second.getName());
        assertTrue(!second.hasTls());
        made.peers(new PeerAddress("hoth", "10.1.0.3:4244", ""));
        ChangeNotification third = changes.next();
        assertEquals(ChangeNotificationType.PEER_UPDATED, third.getType());
        assertEquals("10.1.0.3:4244", third.getAddress());
    }
}
