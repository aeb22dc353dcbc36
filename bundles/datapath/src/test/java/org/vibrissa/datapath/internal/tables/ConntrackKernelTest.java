package org.vibrissa.datapath.internal.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.bpf.SkbContext;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.Conntrack;
import org.vibrissa.datapath.LocalEndpoints;
import org.vibrissa.datapath.internal.bpf.Ct4Key;
import org.vibrissa.datapath.internal.bpf.CtEntry;
import org.vibrissa.datapath.internal.packet.PacketBuilder;
import org.vibrissa.datapath.internal.pipeline.LiveDatapath;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;

/** Flows that packets made, read and collected through the kernel's maps. */
@Tag("bpf")
class ConntrackKernelTest {
    private static final int LOOPBACK = 1;
    private static final MacAddress HOST_MAC = MacAddress.parse("02:00:5e:00:53:ff");

    @TempDir private Path folder;
    private LiveDatapath datapath;
    private ConntrackTable conntrack;

    @BeforeEach
    void start() {
        datapath = new LiveDatapath(folder);
        datapath.config().update(c -> c.withHostIfindex(LOOPBACK).withHostMac(HOST_MAC.toBytes()));
        conntrack = new ConntrackTable(datapath.core());
        EndpointTable endpoints = new EndpointTable(datapath.core(), datapath.config());
        for (int id = 1; id <= 2; id++) {
            LocalEndpoints.Entry entry =
                    new LocalEndpoints.Entry(
                            id, 256 + id, LOOPBACK, mac(id), HOST_MAC, false, true, false, 1500);
            endpoints.put(address(false, id), entry);
            endpoints.put(address(true, id), entry);
        }
    }

    @AfterEach
    void end() {
        datapath.close();
    }

    private static MacAddress mac(int id) {
        return MacAddress.parse("02:00:5e:00:53:0" + id);
    }

    private static InetAddress address(boolean v6, int id) {
        return IpAddresses.parse(v6 ? "2001:db8::" + id : "192.0.2." + id);
    }

    private void send(boolean v6, int from, int to, int sourcePort, int destinationPort) {
        byte[] frame =
                PacketBuilder.ethernet(HOST_MAC, mac(from))
                        .ip(address(v6, from), address(v6, to))
                        .udp(sourcePort, destinationPort)
                        .payload(32)
                        .build();
        datapath.core()
                .roots()
                .get(Chain.EP)
                .testRun(TestRunRequest.of(frame).with(SkbContext.EMPTY.withIfindex(LOOPBACK)));
    }

    @Test
    void tellsInitiatorAndCountsBothDirections() {
        for (boolean v6 : new boolean[] {false, true}) {
            send(v6, 2, 1, 40000, 53);
            send(v6, 1, 2, 53, 40000);
            send(v6, 2, 1, 40000, 53);
            Conntrack.Flow flow = conntrack.list(1).get(0);
            assertEquals(address(v6, 2), flow.source());
            assertEquals(40000, flow.sourcePort());
            assertEquals(address(v6, 1), flow.destination());
            assertEquals(53, flow.destinationPort());
            assertEquals(2, flow.forwardPackets());
            assertEquals(1, flow.replyPackets());
            assertEquals(258, flow.sourceIdentity());
            assertEquals(257, flow.destinationIdentity());
            assertTrue(flow.expiresIn().compareTo(Duration.ofSeconds(50)) > 0, flow::toString);
            assertEquals(1, conntrack.flush(Optional.empty()));
        }
    }

    @Test
    void readsTheClockThatStampedTheFlow() {
        send(false, 1, 2, 40000, 53);
        AtomicReference<CtEntry> seen = new AtomicReference<>();
        datapath.core().tables().ct4().forEach((key, entry) -> seen.set(entry));
        int hz = datapath.core().loader().features().kernelHz();
        long behind = new JiffiesClock(hz).now() - seen.get().created();
        assertTrue(Math.abs(behind) < 2L * hz, behind + " jiffies off at " + hz + " Hz");
    }

    @Test
    void collectsExpiredFlowsOnly() {
        for (int port = 1; port <= 20; port++) {
            send(false, 1, 2, 40000 + port, 53);
            send(true, 1, 2, 40000 + port, 53);
        }
        assertEquals(40, conntrack.size());
        assertEquals(0, conntrack.collect().removed());
        JiffiesClock clock = new JiffiesClock(datapath.core().loader().features().kernelHz());
        datapath.core()
                .tables()
                .ct4()
                .entries()
                .forEach(
                        (key, entry) -> {
                            if (Math.max(key.port()[0], key.port()[1]) <= 40005) {
                                expire(key, entry, clock.now() - 5);
                            }
                        });
        assertEquals(5, conntrack.collect().removed());
        assertEquals(35, conntrack.size());
        assertEquals(0, conntrack.collect().removed());
    }

    private void expire(Ct4Key key, CtEntry entry, long at) {
        datapath.core().tables().ct4().put(key, entry.withExpires(at));
    }

    @Test
    void forgetsTheFlowsOfOneAddress() {
        send(false, 1, 2, 40000, 53);
        send(true, 1, 2, 40000, 53);
        assertEquals(0, conntrack.flush(Optional.of(IpAddresses.parse("192.0.2.9"))));
        assertEquals(1, conntrack.flush(Optional.of(address(false, 2))));
        assertEquals(1, conntrack.size());
        assertEquals(1, conntrack.flush(Optional.of(address(true, 1))));
        assertEquals(0, conntrack.size());
    }

    @Test
    void showsNoMoreThanAsked() {
        for (int port = 1; port <= 5; port++) {
            send(port % 2 == 0, 1, 2, 40000 + port, 53);
        }
        assertEquals(3, conntrack.list(3).size());
        assertEquals(5, conntrack.list(100).size());
        assertEquals(196608, conntrack.capacity());
    }
}
