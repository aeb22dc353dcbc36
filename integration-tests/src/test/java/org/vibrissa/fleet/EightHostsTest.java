package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** Eight hosts change their mode together while each one's workload sends to the next one's. */
@Tag("fleet")
@ExtendWith(LabExtension.class)
class EightHostsTest {
    private static final int HOSTS = 8;
    private static final int RATE = 250;

    /** Eight daemons share two CPUs here; a host of its own answers in a tenth of this. */
    private static final String PATIENCE =
            "mode:\n  check-timeout: 1m\n  prepare-timeout: 1m\n  commit-timeout: 20s\n";

    @Test
    void changeTheirModeTogether(Lab lab) {
        Fleet fleet = Fleet.of(lab, HOSTS);
        for (int n = 1; n <= HOSTS; n++) {
            fleet.host(n).configure(Fleet.configuration(n) + PATIENCE);
        }
        fleet.start().join();
        List<Workload> workloads =
                fleet.hosts().stream().map(host -> host.workload(name(host)).join()).toList();
        List<UdpStream> streams = new ArrayList<>();
        for (int n = 0; n < HOSTS; n++) {
            Workload from = workloads.get(n);
            Workload to = workloads.get((n + 1) % HOSTS);
            fleet.awaitPath(from, to);
            String address = n % 2 == 0 ? to.v4() : to.v6();
            streams.add(UdpStream.start(lab, from.namespace(), to.namespace(), address, RATE));
        }
        for (String mode : List.of("geneve", "native", "vxlan")) {
            fleet.host(1).cli("mode", "set", "default", mode).expectOk();
            for (Host host : fleet.hosts()) {
                assertEquals(mode, fleet.modeInForce(host));
            }
        }
        streams.forEach(stream -> stream.finish().expectPerfect(RATE));
    }

    private static String name(Host host) {
        return "w" + host.node().charAt(host.node().length() - 1);
    }
}
