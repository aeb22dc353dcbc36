package org.vibrissa.datapath.internal.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.Paths.Hop;
import org.vibrissa.datapath.Paths.NodeEntry;
import org.vibrissa.datapath.internal.pipeline.LiveDatapath;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;

@Tag("bpf")
class PathKernelTest {
    private static final InetAddress PEER = IpAddresses.parse("192.0.2.2");
    private static final InetAddress OURS = IpAddresses.parse("192.0.2.1");
    private static final NodeEntry NODE =
            new NodeEntry(PEER, OURS, 1, 1500, Optional.empty(), List.of(new Hop(1, PEER)));

    @TempDir private Path folder;

    @Test
    void keepsNodesAndGroupsAcrossARestart() {
        try (LiveDatapath datapath = new LiveDatapath(folder)) {
            int before = datapath.config().get().gen();
            PathTable paths = new PathTable(datapath.core(), datapath.config());
            paths.putNode(0x80000001, NODE);
            paths.setGroup(1, 22);
            datapath.restart();
            paths = new PathTable(datapath.core(), datapath.config());
            assertEquals(Map.of(0x80000001, NODE), paths.nodes());
            assertEquals(Map.of(1, 22), paths.groups());
            assertEquals(before, datapath.config().get().gen());
            paths.removeNode(0x80000001);
            assertEquals(Map.of(), paths.nodes());
            assertEquals(before + 1, datapath.config().get().gen());
        }
    }

    @Test
    void prunesPrefixesOfAnEarlierDaemonOnceTheirOwnerHasSpoken() {
        IpPrefix kept = IpPrefix.parse("10.1.0.0/24");
        IpPrefix gone = IpPrefix.parse("10.2.0.0/24");
        Ipcache.Entry remote = new Ipcache.Entry(6, 1, 5, Ipcache.Place.NODE);
        try (LiveDatapath datapath = new LiveDatapath(folder)) {
            new IpcacheTable(datapath.core(), datapath.config(), datapath.node())
                    .replace("node", 100, Map.of(kept, remote, gone, remote));
            datapath.restart();
            IpcacheTable ipcache =
                    new IpcacheTable(datapath.core(), datapath.config(), datapath.node());
            assertEquals(Map.of(kept, remote, gone, remote), ipcache.list());
            ipcache.replace("node", 100, Map.of(kept, remote));
            assertEquals(Map.of(kept, remote), ipcache.list());
        }
    }
}
