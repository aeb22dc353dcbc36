package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Namespace;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.TcpStreams;
import org.vibrissa.lab.Workload;

/** What is as large as the path lets through gets through; what is larger is answered. */
@Tag("fleet")
@ExtendWith(LabExtension.class)
class PathMtuTest {
    private static final int ICMP_HEADERS_4 = 28;
    private static final int ICMP_HEADERS_6 = 48;

    @ParameterizedTest
    @CsvSource({"vxlan,1450", "geneve,1442", "native,1500"})
    void carriesWhatFitsAndAnswersWhatDoesNot(String mode, int mtu, Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode(mode).introduce();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        assertWhole(a.namespace(), b.v4(), mtu - ICMP_HEADERS_4);
        assertWhole(a.namespace(), b.v6(), mtu - ICMP_HEADERS_6);
        // Larger ones in fragments.
        assertTrue(ping(a.namespace(), b.v4(), "dont", 6000).ok(), "fragments, IPv4");
        assertTrue(ping(a.namespace(), b.v6(), "dont", 6000).ok(), "fragments, IPv6");
        TcpStreams.start(lab, a.namespace(), b.namespace(), b.v4(), 2).finishWhole();
        TcpStreams.start(lab, a.namespace(), b.namespace(), b.v6(), 2).finishWhole();
        if (mtu < 1500) {
            // A workload that does not know the path: its host tells it.
            forgetMtu(a.namespace());
            assertTold(a.namespace(), b.v4(), mtu, "Frag needed and DF set (mtu = " + mtu + ")");
            assertTold(a.namespace(), b.v6(), mtu, "Packet too big: mtu=" + mtu);
        }
        TcpStreams.start(lab, a.namespace(), b.namespace(), b.v4(), 2).finishWhole();
    }

    /** Replaces the default routes by ones that say nothing of an MTU. */
    private static void forgetMtu(Namespace workload) {
        for (String family : new String[] {"-4", "-6"}) {
            String[] words =
                    workload.exec("ip", family, "route", "show", "default")
                            .expectOk()
                            .out()
                            .split(" ", 4);
            workload.ip(family + " route del default");
            workload.ip(family + " route add default via " + words[2] + " dev eth0");
        }
        workload.exec("ip", "route", "flush", "cache");
    }

    private static void assertTold(Namespace from, String address, int mtu, String words) {
        int headers = address.contains(":") ? ICMP_HEADERS_6 : ICMP_HEADERS_4;
        Outcome outcome = ping(from, address, "do", 1500 - headers);
        assertFalse(outcome.ok(), () -> "got through a path of " + mtu + ": " + outcome);
        assertTrue(outcome.out().contains(words), outcome::toString);
        // Told once, it knows.
        assertWhole(from, address, mtu - headers);
    }

    private static void assertWhole(Namespace from, String address, int payload) {
        Outcome outcome = ping(from, address, "do", payload);
        assertTrue(outcome.ok(), outcome::toString);
    }

    private static Outcome ping(Namespace from, String address, String discover, int payload) {
        return from.exec(
                "ping",
                "-n",
                "-c",
                "2",
                "-i",
                "0.2",
                "-W",
                "2",
                "-M",
                discover,
                "-s",
                Integer.toString(payload),
                address);
    }
}
