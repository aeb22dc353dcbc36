package org.vibrissa.lab;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The segment between hosts is judged before it judges others: no daemon is involved here. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class UnderlayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void carriesBothFamiliesUntilTheCableIsPulled(Lab lab) {
        Underlay net = Underlay.make(lab, "net");
        Namespace a = lab.namespace("a");
        Namespace b = lab.namespace("b");
        Link cable = plug(net, a, 1);
        plug(net, b, 2);
        for (String address : List.of(Fleet.address4(2), Fleet.address6(2))) {
            Await.until("an answer of " + address, PATIENCE, () -> a.pings(address));
            UdpStream.start(lab, a, b, address, 20_000).finish().expectPerfect(1);
        }
        cable.cut();
        assertFalse(a.pings(Fleet.address4(2)), "a pulled cable carries");
        cable.restore();
        Await.until("an answer again", PATIENCE, () -> a.pings(Fleet.address4(2)));
    }

    @Test
    void losesAboutTheShareThatIsAsked(Lab lab) {
        Underlay net = Underlay.make(lab, "net");
        Namespace a = lab.namespace("a");
        Namespace b = lab.namespace("b");
        Link cable = plug(net, a, 1);
        plug(net, b, 2);
        Await.until("an answer", PATIENCE, () -> a.pings(Fleet.address4(2)));
        UdpStream stream = UdpStream.start(lab, a, b, Fleet.address4(2), 5000);
        cable.lose(20);
        Await.until(
                "1000 datagrams are dropped",
                PATIENCE,
                () ->
                        net.namespace()
                                .exec("nft", "list", "ruleset")
                                .out()
                                .matches("(?s).*packets [0-9]{4,}.*"));
        net.unblock();
        UdpResult result = stream.finish();
        assertTrue(
                result.lost() >= 1000 && result.lost() * 4 < result.sent() * 3, result::toString);
    }

    @Test
    void blocksOnlyWhatIsNamed(Lab lab) {
        Underlay net = Underlay.make(lab, "net");
        Namespace a = lab.namespace("a");
        Namespace b = lab.namespace("b");
        plug(net, a, 1);
        plug(net, b, 2);
        Await.until("an answer", PATIENCE, () -> a.pings(Fleet.address4(2)));
        net.block("meta l4proto icmp");
        assertFalse(a.pings(Fleet.address4(2)), "what is blocked got through");
        assertTrue(a.pings(Fleet.address6(2)), "what is not blocked was dropped");
        net.unblock();
        assertTrue(a.pings(Fleet.address4(2)), "dropped after the block was taken back");
    }

    @Test
    void routesBetweenSegments(Lab lab) {
        Underlay left = Underlay.make(lab, "l");
        Underlay right = Underlay.make(lab, "r");
        Namespace a = lab.namespace("a");
        Namespace b = lab.namespace("b");
        left.plug(a, Fleet.DEVICE, 1500, List.of("192.0.2.1/25", "2001:db8:0:1::1/64"));
        right.plug(b, Fleet.DEVICE, 1500, List.of("192.0.2.129/25", "2001:db8:0:2::1/64"));
        Router.between(
                lab,
                "gw",
                left,
                List.of("192.0.2.126/25", "2001:db8:0:1::ff/64"),
                right,
                List.of("192.0.2.254/25", "2001:db8:0:2::ff/64"));
        a.ip("route add default via 192.0.2.126");
        b.ip("route add default via 192.0.2.254");
        a.ip("route add default via 2001:db8:0:1::ff");
        b.ip("route add default via 2001:db8:0:2::ff");
        for (String address : List.of("192.0.2.129", "2001:db8:0:2::1")) {
            Await.until("an answer of " + address, PATIENCE, () -> a.pings(address));
        }
    }

    private static Link plug(Underlay net, Namespace host, int n) {
        return net.plug(
                host,
                Fleet.DEVICE,
                1500,
                List.of(Fleet.address4(n) + "/24", Fleet.address6(n) + "/64"));
    }
}
