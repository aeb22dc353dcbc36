package org.vibrissa.fleet;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.TcpStreams;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** The death and return of any daemon changes the fate of no packet between hosts. */
@Tag("fleet")
@ExtendWith(LabExtension.class)
class RestartFleetTest {
    private static final int RATE = 10_000;

    @ParameterizedTest
    @ValueSource(strings = {"vxlan", "geneve", "native"})
    void losesNothingWhenDaemonsAreKilledInTurn(String mode, Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode(mode).introduce();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        UdpStream v4 = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
        UdpStream v6 = UdpStream.start(lab, b.namespace(), a.namespace(), a.v6(), RATE);
        TcpStreams tcp = TcpStreams.start(lab, a.namespace(), b.namespace(), b.v4(), 4);
        for (Host host : fleet.hosts()) {
            host.kill();
            host.start();
        }
        a.awaitPhase("Ready");
        b.awaitPhase("Ready");
        // A flow that none of the tables has seen.
        UdpStream fresh = UdpStream.start(lab, b.namespace(), a.namespace(), a.v4(), RATE);
        fresh.finish().expectPerfect(1);
        tcp.finishWhole();
        v4.finish().expectPerfect(RATE / 2);
        v6.finish().expectPerfect(RATE / 2);
    }
}
