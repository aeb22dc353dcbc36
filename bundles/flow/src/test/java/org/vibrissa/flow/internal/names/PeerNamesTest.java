package org.vibrissa.flow.internal.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peer;
import org.vibrissa.node.Peers;
import org.vibrissa.state.Subscription;

final class PeerNamesTest {
    private final PeerNames names = new PeerNames();

    private static Known known(String group, String node) {
        return new Known(group, node);
    }

    private String ownerOf(String address) {
        return names.owners()
                .of(PlaceKey.of(IpAddresses.parse(address)))
                .map(Place::node)
                .orElse("");
    }

    @Test
    void groupHasANameByBothOfItsNumbers() {
        names.setPeers(known("default", "host-b"));

        assertEquals(Optional.of("default"), names.group(1));
        assertEquals(Optional.of("default"), names.group(129));
        assertEquals(Optional.empty(), names.group(2));
    }

    @Test
    void prefixBelongsToItsHost() {
        names.setPeers(known("default", "host-b"));

        assertEquals("host-b", ownerOf("10.2.0.9"));
        assertEquals("", ownerOf("10.3.0.9"));
    }

    @Test
    void whatWasToldLastHoldsWhileNobodyTells() {
        Known first = known("default", "host-b");
        names.setPeers(first);
        names.unsetPeers(first);

        assertTrue(first.closed);
        assertEquals("host-b", ownerOf("10.2.0.9"));
    }

    @Test
    void nextTellerMayComeBeforeTheFirstGoes() {
        Known first = known("default", "host-b");
        Known next = known("other", "host-c");
        names.setPeers(first);
        names.setPeers(next);
        names.unsetPeers(first);

        assertTrue(first.closed);
        assertEquals(false, next.closed);
        assertEquals("host-c", ownerOf("10.2.0.9"));
        assertEquals(Optional.of("other"), names.group(1));
    }

    /** One group and one host, told at once. */
    private static final class Known implements Peers {
        private final PathGroup group;
        private final Peer peer;
        private boolean closed;

        Known(String group, String node) {
            this.group = new PathGroup(group, 1, "vxlan", "vxlan", List.of("vxlan"));
            this.peer =
                    new Peer(
                            node,
                            2,
                            List.of(),
                            List.of(IpPrefix.parse("10.2.0.0/24")),
                            group,
                            Optional.empty());
        }

        @Override
        public List<Peer> list() {
            return List.of(peer);
        }

        @Override
        public Optional<Peer> get(String name) {
            return Optional.of(peer);
        }

        @Override
        public List<PathGroup> groups() {
            return List.of(group);
        }

        @Override
        public Optional<PathGroup> group(String name) {
            return Optional.of(group);
        }

        @Override
        public Subscription watch(String name, Runnable changed) {
            changed.run();
            return () -> closed = true;
        }
    }
}
