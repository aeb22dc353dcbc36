package org.vibrissa.hubble.internal.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vibrissa.fleet.Fleet;
import org.vibrissa.fleet.Member;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Status;

/** Where peers are said to be. */
final class PeerBookTest {
    private static final Fleet FLEET =
            new Fleet() {
                @Override
                public String self() {
                    return "tatooine";
                }

                @Override
                public boolean joined() {
                    return true;
                }

                @Override
                public List<Member> members() {
                    return List.of(
                            new Member(
                                    "hoth", "192.168.7.2:4243", true, Optional.of(Instant.EPOCH)),
                            new Member("endor", "[fd00::7]:4243", false, Optional.empty()));
                }

                @Override
                public JsonNode call(String m, String p, JsonNode b, Duration t) {
                    throw new UnsupportedOperationException();
                }
            };

    /** A store with this host's Node, of which nothing else is asked. */
    private static ResourceStore store(String addresses) {
        return (ResourceStore)
                Proxy.newProxyInstance(
                        PeerBookTest.class.getClassLoader(),
                        new Class<?>[] {ResourceStore.class},
                        (proxy, method, arguments) -> {
                            assertEquals("get", method.getName());
                            assertEquals(ResourceKey.of("Node", "tatooine"), arguments[0]);
                            return Optional.of(
                                    new Resource(
                                            "vibrissa.org/v1",
                                            "Node",
                                            Metadata.of("tatooine", "", Map.of(), Map.of()),
                                            new ObjectMapper().readTree(addresses),
                                            Status.pending("", Instant.EPOCH)));
                        });
    }

    private static Map<String, PeerAddress> peers(
            String addresses, String cluster, Optional<PeerBook.Listening> how) {
        return new PeerBook(
                        store(addresses),
                        () -> Optional.of(FLEET),
                        new Origin(cluster, "tatooine", "0.1.0"),
                        "/run/vibrissa/tatooine/hubble.sock",
                        how)
                .now();
    }

    @Test
    void namesAllNodesWithTheirServerNames() {
        assertEquals(
                Map.of(
                        "tatooine",
                        new PeerAddress(
                                "tatooine",
                                "192.168.7.1:4244",
                                "tatooine.default.hubble-grpc.cilium.io"),
                        "hoth",
                        new PeerAddress(
                                "hoth", "192.168.7.2:4244", "hoth.default.hubble-grpc.cilium.io"),
                        "endor",
                        new PeerAddress(
                                "endor", "[fd00::7]:4244", "endor.default.hubble-grpc.cilium.io")),
                peers(
                        "{\"addresses\": [\"192.168.7.1\"]}",
                        "default",
                        Optional.of(new PeerBook.Listening(4244, true))));
    }

    @Test
    void namesTheClusterWhenItHasAName() {
        PeerAddress hoth =
                peers(
                                "{\"addresses\": [\"192.168.7.1\"]}",
                                "outer.rim",
                                Optional.of(new PeerBook.Listening(4244, true)))
                        .get("outer.rim/hoth");
        assertEquals("hoth.outer-rim.hubble-grpc.cilium.io", hoth.serverName());
    }

    @Test
    void withoutTcpOnlyThisHostIsReachable() {
        assertEquals(
                Map.of(
                        "tatooine",
                        new PeerAddress(
                                "tatooine", "unix:///run/vibrissa/tatooine/hubble.sock", "")),
                peers("{\"addresses\": [\"192.168.7.1\"]}", "default", Optional.empty()));
    }
}
