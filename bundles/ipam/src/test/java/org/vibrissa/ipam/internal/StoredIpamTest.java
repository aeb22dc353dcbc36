package org.vibrissa.ipam.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.ipam.AddressRefused;
import org.vibrissa.ipam.Allocation;
import org.vibrissa.ipam.AllocationRequest;
import org.vibrissa.ipam.Family;
import org.vibrissa.ipam.IpamException;
import org.vibrissa.ipam.PoolExhausted;
import org.vibrissa.ipam.PoolUsage;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.InvalidDocuments;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.internal.EmbeddedStore;
import org.vibrissa.state.internal.text.TextDocuments;

class StoredIpamTest {
    @TempDir Path folder;
    private final TestClock clock = new TestClock();
    private EmbeddedStore store;
    private StoredIpam ipam;

    @BeforeEach
    void open() {
        store = new EmbeddedStore(new TestNode("test", folder));
        store.addKind(new IpPoolKind(new TestNode("test", folder)));
        store.addKind(new IpLeaseKind());
        ipam = new StoredIpam(store, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void restart() {
        store.close();
        open();
    }

    private void pool(String name, String spec) {
        String yaml =
                """
                apiVersion: vibrissa.org/v1
                kind: IpPool
                metadata: {name: %s}
                spec: %s
                """
                        .formatted(name, spec);
        store.apply(
                new TextDocuments().read("test", yaml.getBytes(StandardCharsets.UTF_8)),
                ApplyOptions.USER);
    }

    private List<String> allocate(String owner, String... statics) {
        Allocation got =
                ipam.allocate(
                        new AllocationRequest(
                                owner,
                                "default",
                                Set.of(),
                                List.of(statics).stream().map(IpAddresses::parse).toList()));
        return texts(got.addresses());
    }

    private static List<String> texts(List<InetAddress> addresses) {
        return addresses.stream().map(IpAddresses::format).toList();
    }

    @Test
    void givesOneAddressOfEachFamilyWithTheirGateways() {
        pool("default", "{cidrs: [10.1.0.0/24, 'fd00::/64']}");
        assertEquals(List.of("10.1.0.2", "fd00::2"), allocate("a"));
        assertEquals(List.of("10.1.0.3", "fd00::3"), allocate("b"));
        assertEquals(List.of("10.1.0.2", "fd00::2"), allocate("a"), "asked again");
        Allocation a = ipam.find("a").orElseThrow();
        assertEquals(List.of("10.1.0.1", "fd00::1"), texts(a.gateways()));
        assertEquals(
                "[10.1.0.4]",
                texts(
                                ipam.allocate(
                                                new AllocationRequest(
                                                        "c",
                                                        "default",
                                                        Set.of(Family.IPV4),
                                                        List.of()))
                                        .addresses())
                        .toString());
        assertEquals(3, ipam.list().size());
    }

    @Test
    void takesStaticAddressesOrSaysWhyNot() {
        pool("default", "{cidrs: [10.1.0.0/24], reserved: [10.1.0.9/32]}");
        assertEquals(List.of("10.1.0.7"), allocate("a", "10.1.0.7"));
        assertEquals(List.of("10.1.0.7"), allocate("a", "10.1.0.7"));
        assertRefused("10.1.0.7 is in use by a", "10.1.0.7");
        assertRefused("10.1.0.9 is reserved by 10.1.0.9/32", "10.1.0.9");
        assertRefused("10.1.0.1 is a gateway", "10.1.0.1");
        assertRefused("10.1.0.255 is the broadcast address", "10.1.0.255");
        assertRefused("10.2.0.1 is in none of the pool's networks", "10.2.0.1");
        assertRefused("10.1.0.8 is there twice", "10.1.0.8", "10.1.0.8");
        ipam.release("a");
        assertRefused("10.1.0.7 is in quarantine until 2026-01-01T00:00:30Z", "10.1.0.7");
        assertEquals(List.of("10.1.0.7"), allocate("a", "10.1.0.7"), "its last owner may");
    }

    private void assertRefused(String why, String... statics) {
        String message =
                assertThrows(AddressRefused.class, () -> allocate("other", statics)).getMessage();
        assertTrue(message.startsWith(why), message);
    }

    @Test
    void aReleasedAddressRestsForTheQuarantineEvenWhenAllElseIsTaken() {
        pool("default", "{cidrs: [10.1.0.0/29], quarantine: 20s}");
        for (int i = 2; i <= 6; i++) {
            assertEquals(List.of("10.1.0." + i), allocate("o" + i));
        }
        assertEquals(
                "pool default has no free IPv4 address: 5 in use, 0 in quarantine;"
                        + " delete endpoints or add a network to the pool",
                assertThrows(PoolExhausted.class, () -> allocate("more")).getMessage());
        ipam.release("o4");
        ipam.release("nobody");
        clock.advance(Duration.ofSeconds(12));
        String message = assertThrows(PoolExhausted.class, () -> allocate("more")).getMessage();
        assertTrue(message.contains("4 in use, 1 in quarantine, the next is free in 8 s"), message);
        restart();
        assertThrows(PoolExhausted.class, () -> allocate("more"), "quarantine outlives a restart");
        clock.advance(Duration.ofSeconds(8));
        assertEquals(List.of("10.1.0.4"), allocate("more"));
    }

    @Test
    void withoutQuarantineAnAddressIsFreeAtOnceButUsedLast() {
        pool("default", "{cidrs: [10.1.0.0/29], quarantine: 0}");
        assertEquals(List.of("10.1.0.2"), allocate("a"));
        ipam.release("a");
        assertTrue(store.list(IpLeaseKind.KIND).isEmpty());
        assertEquals(List.of("10.1.0.3"), allocate("b"));
        for (String owner : List.of("c", "d", "e")) {
            allocate(owner);
        }
        assertEquals(List.of("10.1.0.2"), allocate("f"));
    }

    @Test
    void isAsItWasAfterARestart() {
        pool("default", "{cidrs: [10.1.0.0/24, 'fd00::/64']}");
        allocate("a");
        allocate("b", "10.1.0.77");
        List<Allocation> before = ipam.list();
        restart();
        assertEquals(before, ipam.list());
        assertEquals(List.of("10.1.0.2", "fd00::2"), allocate("a"));
        assertRefused("10.1.0.77 is in use by b", "10.1.0.77");
    }

    @Test
    void aPoolKeepsWhatIsInUse() {
        pool("default", "{cidrs: [10.1.0.0/24, 10.2.0.0/24]}");
        allocate("a", "10.2.0.9");
        for (String spec :
                List.of(
                        "{cidrs: [10.1.0.0/24]}",
                        "{cidrs: [10.1.0.0/24, 10.2.0.0/24], reserved: [10.2.0.8/30]}",
                        "{cidrs: [10.1.0.0/24, 10.2.0.0/24], gateways: [10.2.0.9]}")) {
            InvalidDocuments refused =
                    assertThrows(InvalidDocuments.class, () -> pool("default", spec));
            assertTrue(
                    refused.getMessage().contains("10.2.0.9 is in use by a"), refused.getMessage());
        }
        ResourceKey key = ResourceKey.of("IpPool", "default");
        assertThrows(InvalidDocuments.class, () -> store.delete(List.of(key), ApplyOptions.USER));
        ipam.release("a");
        pool("default", "{cidrs: [10.1.0.0/24]}");
        assertEquals(List.of("10.1.0.2"), allocate("a"));
        ipam.release("a");
        store.delete(List.of(key), ApplyOptions.USER);
        assertTrue(
                assertThrows(IpamException.class, () -> allocate("a"))
                        .getMessage()
                        .startsWith("no IpPool \"default\""));
    }

    @Test
    void poolsDoNotOverlapAndGrowInPlace() {
        pool("default", "{cidrs: [10.1.0.0/30]}");
        assertEquals(List.of("10.1.0.2"), allocate("a"));
        assertThrows(PoolExhausted.class, () -> allocate("b"));
        InvalidDocuments refused =
                assertThrows(InvalidDocuments.class, () -> pool("other", "{cidrs: [10.1.0.0/16]}"));
        assertTrue(
                refused.getMessage()
                        .contains(
                                "spec.cidrs[0]: 10.1.0.0/16 overlaps 10.1.0.0/30 of pool default"),
                refused.getMessage());
        pool("default", "{cidrs: [10.1.0.0/30, 10.1.1.0/30]}");
        assertEquals(List.of("10.1.1.2"), allocate("b"));
    }

    @Test
    void usersCannotWriteLeases() {
        pool("default", "{cidrs: [10.1.0.0/24]}");
        allocate("a");
        List<ResourceKey> keys = store.list(IpLeaseKind.KIND).stream().map(Resource::key).toList();
        assertThrows(InvalidDocuments.class, () -> store.delete(keys, ApplyOptions.USER));
    }

    @Test
    void changingTheRequestReleasesWhatNoLongerFits() {
        pool("default", "{cidrs: [10.1.0.0/24]}");
        pool("other", "{cidrs: [10.2.0.0/24]}");
        assertEquals(List.of("10.1.0.2"), allocate("a"));
        assertEquals(List.of("10.1.0.50"), allocate("a", "10.1.0.50"));
        assertEquals(
                List.of("10.2.0.2"),
                texts(ipam.allocate(AllocationRequest.dynamic("a", "other")).addresses()));
        assertEquals("other", ipam.find("a").orElseThrow().pool());
        Map<String, Long> quarantined = new HashMap<>();
        ipam.usage().forEach(u -> quarantined.put(u.pool(), u.quarantined()));
        assertEquals(Map.of("default", 2L, "other", 0L), quarantined);
    }

    @Test
    void showsItsUsageInThePoolsStatus() {
        pool("default", "{cidrs: [10.1.0.0/24, 'fd00::/64']}");
        allocate("a");
        Resource pool = store.get(ResourceKey.of("IpPool", "default")).orElseThrow();
        assertEquals(Phase.READY, pool.status().phase());
        assertEquals("2", pool.detail("used").orElseThrow());
        assertEquals("~2^64", pool.detail("free").orElseThrow());
        PoolUsage usage = ipam.usage().get(0);
        assertEquals("253", usage.total().toString());
        assertEquals("252", usage.free().toString());
        assertEquals(
                "IPv4: 1/253 allocated, IPv6: 1/2^64 allocated",
                new IpamReady(store, ipam).summary());
    }

    private List<String> leases() {
        return store.list(IpLeaseKind.KIND).stream()
                .map(l -> l.name() + " " + l.status().phase() + " " + l.status().reason())
                .toList();
    }

    @Test
    void aLeaseSaysHowItIsAndGoesWhenItsQuarantineIsOver() {
        pool("default", "{cidrs: [10.1.0.0/24], quarantine: 30s}");
        allocate("a");
        assertEquals(List.of("v4-10-1-0-2 READY "), leases());
        ipam.release("a");
        String resting = "v4-10-1-0-2 READY in quarantine until 2026-01-01T00:00:30Z";
        assertEquals(List.of(resting), leases());
        restart();
        clock.advance(Duration.ofSeconds(29));
        ipam.sweep();
        assertEquals(List.of(resting), leases(), "also after a restart");
        clock.advance(Duration.ofSeconds(1));
        ipam.sweep();
        assertEquals(List.of(), leases());
        Resource pool = store.get(ResourceKey.of("IpPool", "default")).orElseThrow();
        assertEquals("0", pool.detail("quarantined").orElseThrow());
        assertEquals(List.of("10.1.0.2"), allocate("b"), "the first address is free again");
    }

    @Test
    void withoutAPoolTheErrorIsTheCommandThatMakesOne() {
        String message = assertThrows(IpamException.class, () -> allocate("a")).getMessage();
        String yaml = message.substring(message.indexOf('\'') + 1, message.lastIndexOf('\''));
        assertTrue(message.endsWith("| vibrissa apply -f -"), message);
        store.apply(
                new TextDocuments().read("hint", yaml.getBytes(StandardCharsets.UTF_8)),
                ApplyOptions.USER);
        assertEquals(List.of("10.1.0.2"), allocate("a"));
    }

    @Test
    void neverGivesAnAddressTwiceNorBeforeItsTime() {
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            String name = "default";
            if (seed == 0) {
                pool(name, "{cidrs: [10.1.0.0/27, 10.3.0.0/28], quarantine: 10s}");
            }
            Map<String, String> owners = new HashMap<>();
            ipam.list().forEach(a -> ipam.release(a.owner()));
            clock.advance(Duration.ofSeconds(11));
            Map<String, Released> released = new HashMap<>();
            for (int i = 0; i < 250; i++) {
                clock.advance(Duration.ofMillis(random.nextInt(800)));
                String owner = "s" + seed + "o" + random.nextInt(40);
                if (random.nextInt(40) == 0) {
                    restart();
                }
                if (random.nextInt(3) == 0) {
                    String had = owners.remove(owner);
                    ipam.release(owner);
                    if (had != null) {
                        released.put(had, new Released(owner, clock.instant()));
                    }
                    continue;
                }
                step(owner, owners, released);
            }
            Set<String> distinct = new HashSet<>(owners.values());
            assertEquals(owners.size(), distinct.size());
            assertEquals(owners.size(), ipam.list().size());
        }
    }

    private void step(String owner, Map<String, String> owners, Map<String, Released> released) {
        String got;
        try {
            got = allocate(owner).get(0);
        } catch (PoolExhausted e) {
            long resting = released.values().stream().filter(r -> r.rests(clock.instant())).count();
            assertTrue(owners.size() + resting >= 29 + 13, e.getMessage());
            return;
        }
        String before = owners.put(owner, got);
        assertTrue(before == null || before.equals(got), owner + " had " + before);
        owners.forEach(
                (other, address) ->
                        assertTrue(other.equals(owner) || !address.equals(got), got + " twice"));
        Released end = released.remove(got);
        if (before == null && end != null && end.rests(clock.instant())) {
            assertEquals(end.owner(), owner, "only its last owner may have " + got);
        }
    }

    private record Released(String owner, Instant at) {
        boolean rests(Instant now) {
            return at.plusSeconds(10).isAfter(now);
        }
    }
}
