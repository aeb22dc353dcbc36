package org.vibrissa.fleet;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Capture;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Namespace;
import org.vibrissa.lab.TcpStreams;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** The kernel's own vxlan device as the other end, both ways. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class ForeignVtepTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int NUMBER = 9;
    private static final int VNI = 300;
    private static final String MAC = "02:00:00:00:09:09";
    private static final String OWN4 = "10.50.9.1";
    private static final String OWN6 = "fd50:0:0:9::1";

    @Test
    void talksToTheKernelsVxlanDevice(Lab lab) {
        Fleet fleet = Fleet.of(lab, 1);
        String vni = "overlay:\n  vtep:\n    vni: " + VNI + "\n";
        fleet.host(1).configure(Fleet.configuration(1) + vni);
        fleet.start().mode("vxlan");
        Namespace vtep = kernelVtep(lab, fleet);
        fleet.host(1).apply(Fleet.node("vtep", NUMBER, "  vtep: {mac: \"" + MAC + "\"}\n"));
        Capture.start(lab, fleet.underlay().namespace());
        Workload a = fleet.host(1).workload("a").join();
        for (String address : List.of(OWN4, OWN6)) {
            Await.until(
                    "an answer of the vtep at " + address,
                    PATIENCE,
                    () -> a.namespace().pings(address),
                    () -> fleet.host(1).cli("status") + fleet.host(1).logTail());
            String back = address.contains(":") ? a.v6() : a.v4();
            UdpStream out = UdpStream.start(lab, a.namespace(), vtep, address, 2000);
            UdpStream in = UdpStream.start(lab, vtep, a.namespace(), back, 2000);
            TcpStreams.start(lab, a.namespace(), vtep, address, 2).finishWhole();
            TcpStreams.start(lab, vtep, a.namespace(), back, 2).finishWhole();
            out.finish().expectPerfect(10);
            in.finish().expectPerfect(10);
        }
    }

    /** A host without Vibrissa: all that it sends has one VNI, the one we speak with it. */
    private static Namespace kernelVtep(Lab lab, Fleet fleet) {
        Namespace vtep = lab.namespace("v");
        fleet.underlay()
                .plug(
                        vtep,
                        Fleet.DEVICE,
                        1500,
                        List.of(Fleet.address4(NUMBER) + "/24", Fleet.address6(NUMBER) + "/64"));
        vtep.ip("link add vx0 address " + MAC + " mtu 1450 type vxlan external dstport 8472");
        vtep.ip("address add " + OWN4 + "/24 dev vx0");
        vtep.ip("address add " + OWN6 + "/64 dev vx0 nodad");
        vtep.ip("link set dev vx0 up");
        // The far end takes any inner MAC; a gateway that is asked for none needs a neighbour.
        for (String gateway : List.of("10.50.9.254", "fd50:0:0:9::fe")) {
            vtep.ip("neigh add " + gateway + " lladdr 02:00:00:00:01:01 dev vx0 nud permanent");
        }
        String through = " encap ip id " + VNI + " dst " + Fleet.address4(1) + " ttl 64 via ";
        vtep.ip("route add " + Fleet.pool4(1) + through + "10.50.9.254 dev vx0");
        vtep.ip("-6 route add " + Fleet.pool6(1) + through + "fd50:0:0:9::fe dev vx0");
        return vtep;
    }
}
