package org.vibrissa.health.internal.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.health.PathHealth.Role;
import org.vibrissa.health.internal.probe.Plan;
import org.vibrissa.health.internal.probe.Way;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peer;

class CourseTest {
    private static final Map<String, Integer> SLOTS = Map.of("vxlan", 20, "geneve", 21);
    private static final InetAddress HEALTH = IpAddresses.parse("10.2.0.9");
    private static final Peer PEER =
            new Peer(
                    "b",
                    77,
                    List.of(IpAddresses.parse("192.0.2.2"), IpAddresses.parse("2001:db8::2")),
                    List.of(IpPrefix.parse("10.2.0.0/24")),
                    "rack",
                    Optional.empty());
    private static final PathGroup GROUP =
            new PathGroup("rack", 3, "vxlan", "vxlan", List.of("vxlan", "geneve", "unknown"));

    @Test
    void probesEachAddressAndEachAcceptedMode() {
        Course course = new Course(SLOTS).other(PEER, GROUP, Set.of(), List.of(HEALTH));
        Plan.Host host = course.plan().hosts().get(0);
        assertEquals(
                List.of(
                        Way.direct("b", Role.HOST, PEER.addresses().get(0), true),
                        Way.direct("b", Role.HOST, PEER.addresses().get(1), false),
                        new Way("b", Role.ENDPOINT, HEALTH, "vxlan", true, 131, 20),
                        new Way("b", Role.ENDPOINT, HEALTH, "geneve", false, 131, 21)),
                host.ways());
        assertEquals(Map.of(131, 20), course.plan().rest());
        assertEquals(
                Map.of(
                        IpPrefix.parse("10.2.0.9/32"),
                        new Ipcache.Entry(4, 131, 77, Ipcache.Place.NODE)),
                course.entries());
    }

    @Test
    void keepsNoModeThatIsTakenBack() {
        Course course = new Course(SLOTS).other(PEER, GROUP, Set.of("geneve"), List.of(HEALTH));
        assertEquals(3, course.plan().hosts().get(0).ways().size());
    }

    /** Packets to others' addresses must not be drawn to a node by what it says of itself. */
    @Test
    void believesNoAddressOutsideOfItsPrefixes() {
        InetAddress others = IpAddresses.parse("10.3.0.9");
        Course course = new Course(SLOTS).other(PEER, GROUP, Set.of(), List.of(others));
        assertEquals(2, course.plan().hosts().get(0).ways().size());
        assertTrue(course.entries().isEmpty());
    }

    @Test
    void probesItselfWithoutAMode() {
        Course course =
                new Course(SLOTS)
                        .self("a", List.of(IpAddresses.parse("192.0.2.1")), List.of(HEALTH));
        Plan.Host host = course.plan().hosts().get(0);
        assertTrue(host.self());
        assertTrue(host.ways().stream().allMatch(way -> way.lane() == 0 && way.counts()));
        assertTrue(course.entries().isEmpty());
    }
}
