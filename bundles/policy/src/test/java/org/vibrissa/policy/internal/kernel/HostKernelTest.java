package org.vibrissa.policy.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.policy.internal.rule.Direction;

/** The host's own policy, and rejections, on real devices. */
@Tag("bpf")
class HostKernelTest {
    private static final int SET = 7;
    private static final int ICMP = 1;
    private static final int ECHO = 8;

    @TempDir Path folder;
    private HostNet net;

    @BeforeEach
    void start() throws Exception {
        net = new HostNet(folder);
    }

    @AfterEach
    void stop() {
        net.close();
    }

    private void enforce(int endpoint, boolean ingress, boolean egress, boolean reject) {
        net.maps.putSet(SET, new PolicySetState(ingress, egress, reject, false, 0));
        net.maps.flip(endpoint, SET);
        net.datapath.config().advance();
    }

    private PolicyKey echo(int identity, Direction direction) {
        return PolicyKey.port(SET, identity, direction, ICMP, ECHO);
    }

    @Test
    void judgesWhatTheHostGetsAndSendsByItsUnderlay() throws Exception {
        assertTrue(net.pings(net.world, HostNet.HOST), "it has none");
        enforce(PolicyMaps.HOST, true, false, false);
        assertFalse(net.pings(net.world, HostNet.HOST));
        assertTrue(net.pings(net.host, HostNet.WORLD), "an answer needs no rule");
        assertTrue(net.pings(net.endpoint, HostNet.WORLD), "nor one to an endpoint behind it");
        assertFalse(net.pings(net.endpoint, HostNet.HOST), "an endpoint is somebody else too");
        net.maps.put(
                Map.of(
                        echo(HostNet.WORLD_IDENTITY, Direction.INGRESS),
                        new PolicyValue(1, false, 2)));
        net.datapath.config().advance();
        assertTrue(net.pings(net.world, HostNet.HOST));
        enforce(PolicyMaps.HOST, true, true, false);
        assertFalse(net.pings(net.host, HostNet.WORLD));
        assertTrue(net.pings(net.world, HostNet.HOST), "its answer is no new flow");
        assertTrue(net.pings(net.endpoint, HostNet.WORLD), "what it hides is not its own");
        net.maps.flip(PolicyMaps.HOST, 0);
        assertTrue(net.pings(net.host, HostNet.WORLD));
    }

    @Test
    void tellsTheSenderWhatIsRejected() throws Exception {
        enforce(HostNet.ENDPOINT_ID, true, true, true);
        assertTrue(
                net.run(net.endpoint, "ping -n -W 1 -c 1 " + HostNet.WORLD + " || true")
                        .text()
                        .contains("Packet filtered"));
        assertTrue(net.connects(net.endpoint, HostNet.WORLD).contains("Connection refused"));
        assertTrue(net.connects(net.world, HostNet.ENDPOINT).contains("Connection refused"));
        assertTrue(net.connects(net.host, HostNet.ENDPOINT).contains("Connection refused"));
        assertTrue(
                net.run(net.host, "ping -n -W 1 -c 1 " + HostNet.ENDPOINT + " || true")
                        .text()
                        .contains("Packet filtered"));
        assertTrue(net.maps.rejections().sent() >= 5);
        assertEquals(0, net.maps.rejections().limited());
        enforce(HostNet.ENDPOINT_ID, true, true, false);
        assertTrue(net.connects(net.world, HostNet.ENDPOINT).contains("code 124"), "silence");
    }
}
