package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.Router;
import org.vibrissa.lab.TcpStreams;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Underlay;
import org.vibrissa.lab.Workload;

/** Hosts of different segments with a gateway between them that knows nothing of workloads. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class RoutedUnderlayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(strings = {"vxlan", "geneve"})
    void overlaysCrossTheGateway(String mode, Lab lab) {
        Pair pair = pair(lab, mode);
        Workload a = pair.one.workload("a").join();
        Workload b = pair.two.workload("b").join();
        for (String address : List.of(b.v4(), b.v6())) {
            Await.until(
                    "an answer of " + address,
                    PATIENCE,
                    () -> a.namespace().pings(address),
                    () -> pair.one.cli("status") + pair.one.logTail());
            UdpStream udp = UdpStream.start(lab, a.namespace(), b.namespace(), address, 2000);
            TcpStreams.start(lab, a.namespace(), b.namespace(), address, 2).finishWhole();
            udp.finish().expectPerfect(10);
        }
    }

    @Test
    void nativeSaysThatThePeerIsNotOnLink(Lab lab) {
        Pair pair = pair(lab, "native");
        Await.until(
                "the group says that the peer is not on link",
                PATIENCE,
                () -> pair.group().out().contains("192.0.2.129"),
                () -> pair.group() + pair.one.logTail());
        Outcome group = pair.group();
        assertTrue(group.out().contains("192.0.2.126"), "the gateway is not named: " + group);
    }

    private record Pair(Host one, Host two) {
        Outcome group() {
            return one.cli("get", "pathgroup", "default", "-o", "yaml");
        }
    }

    private static Pair pair(Lab lab, String mode) {
        Underlay left = Underlay.make(lab, "l");
        Underlay right = Underlay.make(lab, "r");
        Host one = host(lab, left, 1, "192.0.2.1/25", "2001:db8:0:1::1/64");
        Host two = host(lab, right, 2, "192.0.2.129/25", "2001:db8:0:2::1/64");
        Router.between(
                lab,
                "gw",
                left,
                List.of("192.0.2.126/25", "2001:db8:0:1::ff/64"),
                right,
                List.of("192.0.2.254/25", "2001:db8:0:2::ff/64"));
        one.namespace().ip("route add default via 192.0.2.126");
        one.namespace().ip("route add default via 2001:db8:0:1::ff");
        two.namespace().ip("route add default via 192.0.2.254");
        two.namespace().ip("route add default via 2001:db8:0:2::ff");
        one.start();
        two.start();
        for (Host host : List.of(one, two)) {
            host.apply(Fleet.group(mode));
        }
        one.apply(node(two, 2, "192.0.2.129", "2001:db8:0:2::1"));
        two.apply(node(one, 1, "192.0.2.1", "2001:db8:0:1::1"));
        return new Pair(one, two);
    }

    private static Host host(Lab lab, Underlay segment, int n, String v4, String v6) {
        Host host = lab.host("h" + n).pool(Fleet.pool4(n), Fleet.pool6(n));
        host.configure("datapath:\n  devices: [" + Fleet.DEVICE + "]\n");
        segment.plug(host.namespace(), Fleet.DEVICE, 1500, List.of(v4, v6));
        return host;
    }

    private static String node(Host host, int n, String v4, String v6) {
        return "apiVersion: vibrissa.org/v1\nkind: Node\nmetadata:\n  name: "
                + host.node()
                + "\nspec:\n  addresses: ["
                + v4
                + ", \""
                + v6
                + "\"]\n  prefixes: ["
                + Fleet.pool4(n)
                + ", \""
                + Fleet.pool6(n)
                + "\"]\n";
    }
}
