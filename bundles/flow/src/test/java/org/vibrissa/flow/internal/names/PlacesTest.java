package org.vibrissa.flow.internal.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.endpoint.RemoteEndpoint;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.NodeLabels;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;
import org.vibrissa.node.Peer;
import org.vibrissa.state.ResourceKey;

final class PlacesTest {
    private static final int EMPIRE = 1000;
    private static final int ALLIANCE = 1001;
    private static final long SECOND = 1_000_000_000L;

    private long now = 100 * SECOND;
    private final PrefixOwners owners =
            new PrefixOwners(
                    List.of(
                            new Peer(
                                    "host-b",
                                    2,
                                    List.of(IpAddresses.parse("192.0.2.2")),
                                    List.of(
                                            IpPrefix.parse("10.1.2.0/24"),
                                            IpPrefix.parse("fd00:2::/64")),
                                    "default",
                                    Optional.empty())));
    private final Places places = new Places("host-a", () -> owners, () -> now, SECOND, 1000);
    private final ToldRows<ResourceKey, LocalEndpoint> endpoints =
            new ToldRows<>(
                    places.endpoints(
                            e -> new Workload("ns-" + e.key().name(), "NetworkNamespace")));

    private static LocalEndpoint endpoint(String name, int id, int identity, String... addresses) {
        return new LocalEndpoint(
                key(name),
                "uid-" + name,
                id,
                EndpointForm.NETNS,
                new TreeMap<>(),
                identity,
                "lxc" + id,
                id,
                MacAddress.ZERO,
                List.of(addresses).stream().map(IpAddresses::parse).toList());
    }

    private static ResourceKey key(String name) {
        return new ResourceKey("Endpoint", "default", name);
    }

    private void put(LocalEndpoint endpoint) {
        endpoints.put(endpoint.key(), endpoint);
    }

    private static PlaceKey address(String text) {
        return PlaceKey.of(IpAddresses.parse(text));
    }

    private Place byId(int id, long time) {
        return places.of(id, address("203.0.113.9"), 0, time);
    }

    private Place byAddress(String address, long time) {
        return places.of(0, address(address), 0, time);
    }

    @BeforeEach
    void tiefighterIsThere() {
        put(endpoint("tiefighter", 7, EMPIRE, "10.1.1.7", "fd00:1::7"));
        endpoints.initialised();
    }

    @Test
    void localEndpointIsKnownByNumberAndAddresses() {
        Place place = byId(7, now);

        assertEquals(
                new Place(
                        EMPIRE,
                        7,
                        "default",
                        "tiefighter",
                        new Workload("ns-tiefighter", "NetworkNamespace"),
                        "host-a"),
                place);
        assertSame(place, byAddress("10.1.1.7", now));
        assertSame(place, byAddress("fd00:1::7", now));
    }

    @Test
    void numberAndAddressThatAnotherGotMeanWhoHadThemThen() {
        now = 200 * SECOND;
        endpoints.remove(key("tiefighter"));
        now = 300 * SECOND;
        put(endpoint("xwing", 7, ALLIANCE, "10.1.1.7"));

        assertEquals("tiefighter", byId(7, 150 * SECOND).name());
        assertEquals("tiefighter", byAddress("10.1.1.7", 150 * SECOND).name());
        assertEquals("xwing", byId(7, 310 * SECOND).name());
        assertEquals("xwing", byAddress("10.1.1.7", 310 * SECOND).name());
        assertEquals("", byId(7, 250 * SECOND).name());
        assertEquals("tiefighter", byAddress("fd00:1::7", 150 * SECOND).name());
        assertEquals("", byAddress("fd00:1::7", 310 * SECOND).name());
    }

    @Test
    void addressThatMovesInOneStepIsNotLost() {
        now = 200 * SECOND;
        endpoints.change(
                Map.of(
                        key("xwing"),
                        endpoint("xwing", 9, ALLIANCE, "10.1.1.7"),
                        key("tiefighter"),
                        endpoint("tiefighter", 7, EMPIRE, "10.1.1.8")),
                List.of());

        assertEquals("xwing", byAddress("10.1.1.7", 200 * SECOND).name());
        assertEquals("tiefighter", byAddress("10.1.1.8", 200 * SECOND).name());
        assertEquals("tiefighter", byAddress("10.1.1.7", 150 * SECOND).name());
    }

    @Test
    void newIdentityIsThatOfItsTime() {
        now = 200 * SECOND;
        put(endpoint("tiefighter", 7, ALLIANCE, "10.1.1.7"));

        assertEquals(EMPIRE, byId(7, 199 * SECOND).identity());
        assertEquals(ALLIANCE, byId(7, 200 * SECOND).identity());
    }

    @Test
    void endpointElsewhereIsKnownByWhoeverTellsOfIt() {
        ToldRows<RemoteEndpoint.Key, RemoteEndpoint> remotes = new ToldRows<>(places.remotes());
        RemoteEndpoint.Key byFleet = new RemoteEndpoint.Key("fleet", IpAddresses.parse("10.1.2.9"));
        RemoteEndpoint.Key byEtcd = new RemoteEndpoint.Key("etcd", IpAddresses.parse("10.1.2.9"));
        remotes.put(byFleet, RemoteEndpoint.of("default/deathstar", "host-b"));
        remotes.put(byEtcd, RemoteEndpoint.of("default/deathstar", "host-b"));
        remotes.initialised();
        remotes.remove(byFleet);

        Place place = byAddress("10.1.2.9", now);
        assertEquals("default/deathstar", place.namespace() + "/" + place.name());
        assertEquals("host-b", place.node());
        assertEquals(0, place.endpointId());
    }

    @Test
    void hostsAreKnownByAddress() {
        ToldRows<String, NodeLabels> hosts = new ToldRows<>(places.hosts());
        hosts.put(
                "host-b",
                new NodeLabels(
                        "host-b",
                        Labels.of(Label.reserved("remote-node")),
                        List.of(IpAddresses.parse("192.0.2.2"))));
        hosts.initialised();

        assertEquals(Place.host("host-b", 0), byAddress("192.0.2.2", now));
    }

    @Test
    void thisHostIsKnownByItsIdentityWhateverTheAddress() {
        Place place = places.of(0, address("10.1.1.1"), 1, now);

        assertEquals(new Workload("host-a", "Host"), place.workload());
        assertEquals("host-a", place.node());
        assertEquals("", place.name());
    }

    @Test
    void unknownAddressInAHostsPrefixIsOnThatHost() {
        assertEquals("host-b", byAddress("10.1.2.200", now).node());
        assertEquals("host-b", byAddress("fd00:2::9", now).node());
        assertEquals("", byAddress("fd00:3::9", now).node());
        assertEquals("", byAddress("10.1.3.1", now).node());
    }

    @Test
    void strangerIsNowhere() {
        assertSame(Place.UNKNOWN, byAddress("8.8.8.8", now));
        assertSame(Place.UNKNOWN, places.of(0, new PlaceKey(0, 0, 0), 0, now));
        assertSame(Place.UNKNOWN, places.of(99, new PlaceKey(0, 0, 0), 0, now));
    }

    @Test
    void prunedPlacesAreForgotten() {
        now = 200 * SECOND;
        endpoints.remove(key("tiefighter"));
        places.prune(300 * SECOND);

        assertSame(Place.UNKNOWN, byId(7, 150 * SECOND));
    }
}
