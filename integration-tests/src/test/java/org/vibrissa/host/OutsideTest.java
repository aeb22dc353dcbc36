package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Capture;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Namespace;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.TcpStreams;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** Endpoints reach what is outside of the host under the host's address. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class OutsideTest {
    @Test
    void seesTheHostsAddressNotTheEndpoints(Lab lab) {
        Host host = lab.host("h");
        Namespace outside = lab.namespace("o");
        lab.join(
                host.namespace(),
                "up0",
                List.of("198.51.100.1/24", "2001:db8::1/64"),
                outside,
                "up0",
                List.of("198.51.100.2/24", "2001:db8::2/64"));
        host.namespace().ip("route add default via 198.51.100.2");
        host.namespace().ip("-6 route add default via 2001:db8::2");
        host.start();
        Capture.start(lab, host.namespace());
        // Outside has no route to the pool: an answer proves that the address was translated.
        Workload a = host.workload("a").join();
        for (String address : new String[] {"198.51.100.2", "2001:db8::2"}) {
            Await.until(
                    "an answer from outside " + address,
                    Duration.ofSeconds(30),
                    () -> a.namespace().pings(address));
            UdpStream udp = UdpStream.start(lab, a.namespace(), outside, address, 2000);
            TcpStreams tcp = TcpStreams.start(lab, a.namespace(), outside, address, 2);
            tcp.finishWhole();
            udp.finish().expectPerfect(10);
        }
        Outcome table = host.namespace().exec("nft", "list", "tables");
        assertTrue(table.out().contains("vibrissa"), table::toString);
    }
}
