package org.vibrissa.flow.internal.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Labels;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;
import org.vibrissa.state.ResourceKey;

final class PartiesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SLACK = TimeUnit.SECONDS.toNanos(2);
    private static final MadeEvent EVENT = MadeEvent.trace();

    private Instant now = START;
    private final Places places =
            new Places("host-a", () -> PrefixOwners.NONE, this::nanos, SLACK, 100);
    private final IdentityLabels identities = new IdentityLabels(this::nanos, SLACK, 100);
    private final Parties parties = new Parties(places, identities);
    private final ToldRows<ResourceKey, LocalEndpoint> endpoints =
            new ToldRows<>(places.endpoints(e -> new Workload("ns1", "NetworkNamespace")));
    private final ToldRows<Integer, Identity> labels = new ToldRows<>(identities.follow());

    private long nanos() {
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond());
    }

    private void endpoint(String name, int id, int identity, String address) {
        ResourceKey key = new ResourceKey("Endpoint", "default", name);
        endpoints.put(
                key,
                new LocalEndpoint(
                        key,
                        name,
                        id,
                        EndpointForm.NETNS,
                        new TreeMap<>(),
                        identity,
                        "lxc1",
                        11,
                        MacAddress.ZERO,
                        List.of(IpAddresses.parse(address))));
    }

    private void labels(int number, String... texts) {
        labels.put(number, new Identity(number, Labels.parse(List.of(texts))));
    }

    @BeforeEach
    void twoEndpoints() {
        labels(1001, "any:org=empire");
        labels(1002, "any:org=empire", "any:class=deathstar");
        labels.initialised();
        endpoint("tiefighter", 1, 1001, "10.0.0.1");
        endpoint("deathstar", 2, 1002, "10.0.0.2");
        endpoints.initialised();
    }

    @Test
    void bothEndsHaveTheirNames() {
        assertEquals(
                new FlowParty(
                        1001,
                        List.of("any:org=empire"),
                        1,
                        "default",
                        "tiefighter",
                        "ns1",
                        "NetworkNamespace",
                        "host-a"),
                parties.source(EVENT.read()));
        FlowParty destination = parties.destination(EVENT.read());
        assertEquals("deathstar", destination.name());
        assertEquals(List.of("any:class=deathstar", "any:org=empire"), destination.labels());
    }

    @Test
    void answersAreShared() {
        assertSame(parties.source(EVENT.read()), parties.source(EVENT.at(now).read()));
    }

    @Test
    void labelsAreThoseOfTheEventsTime() {
        now = START.plusSeconds(100);
        labels(1001, "any:org=alliance");

        assertEquals(List.of("any:org=empire"), parties.source(EVENT.read()).labels());
        assertEquals(List.of("any:org=alliance"), parties.source(EVENT.at(now).read()).labels());
    }

    @Test
    void reusedNumberAndAddressAreThoseOfTheEventsTime() {
        now = START.plusSeconds(100);
        endpoints.remove(new ResourceKey("Endpoint", "default", "tiefighter"));
        now = START.plusSeconds(200);
        labels(1003, "any:org=alliance");
        endpoint("xwing", 1, 1003, "10.0.0.1");

        assertEquals("tiefighter", parties.source(EVENT.read()).name());
        MadeEvent later = EVENT.identities(1003, 1002).at(now);
        assertEquals("xwing", parties.source(later.read()).name());
        assertEquals("xwing", parties.source(later.endpoints(0, 2).read()).name());
    }

    @Test
    void earlyDropHasTheIdentityOfItsEndpoint() {
        FlowParty source = parties.source(MadeEvent.drop(132).identities(0, 0).read());

        assertEquals(1001, source.identity());
        assertEquals(List.of("any:org=empire"), source.labels());
    }

    @Test
    void reservedIdentitiesHaveTheirNames() {
        MadeEvent event =
                EVENT.from("192.0.2.1", 1).to("8.8.8.8", 53).endpoints(0, 0).identities(1, 2);

        FlowParty host = parties.source(event.read());
        assertEquals(List.of("reserved:host"), host.labels());
        assertEquals("host-a", host.node());
        assertEquals("Host", host.workloadKind());
        FlowParty world = parties.destination(event.read());
        assertEquals(List.of("reserved:world"), world.labels());
        assertEquals("", world.node());
    }

    @Test
    void prefixHasItsLabel() {
        int local = Identity.LOCAL_FIRST + 1;
        labels(local, "cidr:8.8.8.0/24", "reserved:world");
        MadeEvent event = EVENT.to("8.8.8.8", 53).endpoints(1, 0).identities(1001, local);

        assertEquals(
                List.of("cidr:8.8.8.0/24", "reserved:world"),
                parties.destination(event.read()).labels());
    }

    @Test
    void whatNobodyKnowsIsUnknown() {
        MadeEvent event = EVENT.from("203.0.113.1", 1).endpoints(0, 2).identities(0, 1002);

        FlowParty source = parties.source(event.read());
        assertEquals(List.of("reserved:unknown"), source.labels());
        assertEquals("", source.name());
        assertEquals(List.of(), parties.source(event.identities(999, 1).read()).labels());
    }
}
