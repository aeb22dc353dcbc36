package org.vibrissa.fleet;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Capture;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Namespace;
import org.vibrissa.lab.TcpStreams;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** Workloads and hosts reach those of another host, in each mode, over both families. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class CrossHostTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(strings = {"vxlan", "geneve", "native"})
    void workloadsAndHostsOfTwoHostsTalk(String mode, Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode(mode).introduce();
        Capture.start(lab, fleet.underlay().namespace());
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        for (boolean v6 : new boolean[] {false, true}) {
            String there = v6 ? b.v6() : b.v4();
            assertTalk(lab, a.namespace(), v6 ? a.v6() : a.v4(), b.namespace(), there);
            Namespace host = fleet.host(1).namespace();
            String gateway = host.address("vib_host", v6).orElseThrow();
            assertPings(host, there);
            assertPings(b.namespace(), gateway);
            assertTalk(lab, host, gateway, b.namespace(), there);
        }
    }

    /** Datagrams both ways and connections, all of them whole. */
    private static void assertTalk(
            Lab lab, Namespace one, String here, Namespace other, String there) {
        UdpStream out = UdpStream.start(lab, one, other, there, 2000);
        UdpStream back = UdpStream.start(lab, other, one, here, 2000);
        TcpStreams tcp = TcpStreams.start(lab, one, other, there, 4);
        tcp.finishWhole();
        out.finish().expectPerfect(10);
        back.finish().expectPerfect(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vxlan", "geneve", "native"})
    void threeHostsTalkEachWithEach(String mode, Lab lab) {
        Fleet fleet = Fleet.of(lab, 3).start().mode(mode).introduce();
        List<Workload> all =
                fleet.hosts().stream()
                        .map(
                                host ->
                                        host.workload(
                                                "w" + host.node().charAt(host.node().length() - 1)))
                        .map(Workload::join)
                        .toList();
        for (Workload from : all) {
            for (Workload to : all) {
                if (from != to) {
                    fleet.awaitPath(from, to);
                }
            }
        }
    }

    private static void assertPings(Namespace from, String address) {
        Await.until(
                from.name() + " pings " + address,
                PATIENCE,
                () -> from.pings(address),
                () -> from.exec("ip", "route", "get", address).toString());
    }
}
