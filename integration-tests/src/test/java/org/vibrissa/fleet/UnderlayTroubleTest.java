package org.vibrissa.fleet;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.HostSnapshot;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** An underlay that goes and comes back; a host that is taken down. */
@Tag("fleet")
@ExtendWith(LabExtension.class)
class UnderlayTroubleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(strings = {"vxlan", "geneve", "native"})
    void goesOnWhenTheCableComesBack(String mode, Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode(mode).introduce();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        fleet.link(2).cut();
        Await.until("no answer any more", PATIENCE, () -> !a.namespace().pings(b.v4()));
        fleet.link(2).restore();
        fleet.awaitPath(a, b);
        UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 2000).finish().expectPerfect(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vxlan", "geneve", "native"})
    void goesOnWhenTheUnderlayDeviceIsMadeAnew(String mode, Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode(mode).introduce();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        fleet.host(2).namespace().ip("link delete " + Fleet.DEVICE);
        Await.until("no answer any more", PATIENCE, () -> !a.namespace().pings(b.v4()));
        fleet.underlay()
                .plug(
                        fleet.host(2).namespace(),
                        Fleet.DEVICE,
                        1500,
                        List.of(Fleet.address4(2) + "/24", Fleet.address6(2) + "/64"));
        fleet.awaitPath(a, b);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vxlan", "geneve", "native"})
    void goesOnWhenTheUnderlayDeviceIsRenamedAndNamedBack(String mode, Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode(mode).introduce();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        rename(fleet.host(2), Fleet.DEVICE, "other0");
        fleet.awaitPath(a, b);
        fleet.awaitPath(b, a);
        rename(fleet.host(2), "other0", Fleet.DEVICE);
        fleet.awaitPath(a, b);
        UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 2000).finish().expectPerfect(1);
    }

    /** As an administrator does it: the kernel takes routes and IPv6 addresses away meanwhile. */
    private static void rename(Host host, String from, String to) {
        host.namespace().ip("link set " + from + " down");
        host.namespace().ip("link set " + from + " name " + to);
        host.namespace().ip("link set " + to + " up");
        host.namespace().ip("addr replace " + Fleet.address6(2) + "/64 dev " + to + " nodad");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vxlan", "geneve", "native"})
    void purgeLeavesEveryHostAsItWas(String mode, Lab lab) {
        Fleet fleet = Fleet.of(lab, 2);
        List<HostSnapshot> before =
                fleet.hosts().stream()
                        .map(host -> HostSnapshot.take(lab, host.namespace()))
                        .toList();
        fleet.start().mode(mode).introduce();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        for (Host host : fleet.hosts()) {
            host.purge().expectOk();
        }
        before.forEach(HostSnapshot::expectSame);
    }
}
