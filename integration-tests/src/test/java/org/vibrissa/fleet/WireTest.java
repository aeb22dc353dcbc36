package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Sniffer;
import org.vibrissa.lab.Workload;

/** What another host's administrator sees on the wire. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class WireTest {
    private static final int FIRST_PORT = 11001;
    private static final int LAST_PORT = 11016;

    @Test
    void vxlanCarriesTheSendersIdentityAsItsVni(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode("vxlan").introduce();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        Sniffer wire = Sniffer.start(lab, fleet.underlay().namespace(), "udp port 8472");
        fleet.awaitPath(a, b);
        // tcpdump knows the port as OTV, whose header is VXLAN's.
        String seen = wire.awaitPacket("instance " + identity(fleet.host(1), a));
        assertTrue(seen.contains("OTV, flags [I] (0x08)"), seen);
        assertTrue(seen.contains(" " + Fleet.address4(1) + "."), seen);
    }

    @Test
    void geneveCarriesTheSendersIdentityInAnOption(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode("geneve").introduce();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        Sniffer wire = Sniffer.start(lab, fleet.underlay().namespace(), "udp port 6081");
        fleet.awaitPath(a, b);
        long identity = identity(fleet.host(1), a);
        String seen = wire.awaitPacket(String.format("vni 0x%x", identity));
        assertTrue(seen.contains(String.format("data %08x", identity)), seen);
    }

    @Test
    void nativePacketsAreThemselves(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode("native").introduce();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        Sniffer wire = Sniffer.start(lab, fleet.underlay().namespace(), "icmp or udp");
        fleet.awaitPath(a, b);
        String seen = wire.awaitPacket(a.v4() + " > " + b.v4() + ": ICMP echo request");
        // The host is a hop like any other.
        assertTrue(seen.contains("ttl 63"), seen);
        assertFalse(wire.text().contains(".8472"), wire::text);
    }

    @Test
    void portsDifferBetweenFlowsAndStayWithinOne(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode("vxlan").introduce();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        Sniffer wire =
                Sniffer.start(
                        lab,
                        fleet.underlay().namespace(),
                        "udp dst port 8472 and src host " + Fleet.address4(1));
        String two = "exec 3>/dev/udp/" + b.v4() + "/$port && echo 1 >&3; echo 2 >&3 || true";
        String all =
                "for port in $(seq " + FIRST_PORT + " " + LAST_PORT + "); do " + two + "; done";
        a.namespace().exec("bash", "-c", all).expectOk();
        wire.awaitPacket(b.v4() + "." + LAST_PORT + ":");
        Map<String, Set<String>> outerByFlow = outerPorts(wire, b.v4());
        assertEquals(LAST_PORT - FIRST_PORT + 1, outerByFlow.size(), wire::text);
        outerByFlow.forEach((flow, outer) -> assertEquals(1, outer.size(), flow + ": " + outer));
        Set<String> different = new TreeSet<>();
        outerByFlow.values().forEach(different::addAll);
        assertTrue(different.size() > 8, outerByFlow::toString);
    }

    /** Outer source ports by inner destination port. */
    private static Map<String, Set<String>> outerPorts(Sniffer wire, String inner) {
        Pattern ports =
                Pattern.compile(
                        Pattern.quote(Fleet.address4(1))
                                + "\\.(\\d+) > .*"
                                + Pattern.quote(inner)
                                + "\\.(\\d+): .*UDP");
        Map<String, Set<String>> byFlow = new TreeMap<>();
        for (String packet : wire.packets()) {
            Matcher match = ports.matcher(packet);
            if (match.find()) {
                byFlow.computeIfAbsent(match.group(2), flow -> new TreeSet<>()).add(match.group(1));
            }
        }
        return byFlow;
    }

    private static long identity(Host host, Workload workload) {
        JsonNode all = host.cli("endpoint", "list", "-o", "json").expectOk().json();
        for (JsonNode row : all.isArray() ? all : all.path("items")) {
            if (row.toString().contains(workload.v4())) {
                return row.path("identity").asLong();
            }
        }
        throw new AssertionError(workload.name() + " is not in " + all);
    }
}
