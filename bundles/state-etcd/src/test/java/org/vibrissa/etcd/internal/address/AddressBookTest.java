package org.vibrissa.etcd.internal.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.endpoint.RemoteEndpoint;
import org.vibrissa.etcd.internal.client.KeyValue;
import org.vibrissa.etcd.internal.feed.Keys;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peer;
import org.vibrissa.node.Peers;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.internal.table.LiveTables;

final class AddressBookTest {
    private final FakeIpcache ipcache = new FakeIpcache();
    private final FakePeers peers = new FakePeers();
    private final LiveTables tables = new LiveTables();
    private final AddressBook book =
            new AddressBook(ipcache, peers, Keys.below("/vt"), "self", new RemoteNames(tables));

    @BeforeEach
    void know() {
        peers.add("n1", 11);
        peers.add("n2", 12);
        book.start();
    }

    @AfterEach
    void close() {
        book.close();
    }

    private static KeyValue put(String node, String address, int identity, long revision) {
        return named(node, address, identity, "default/e", revision);
    }

    private static KeyValue named(
            String node, String address, int identity, String endpoint, long revision) {
        return new KeyValue(
                "/vt/v1/ip/" + node + "/" + address,
                Claim.value(identity, endpoint),
                revision,
                0,
                false);
    }

    private static KeyValue gone(String node, String address, long revision) {
        return new KeyValue("/vt/v1/ip/" + node + "/" + address, "", revision, 0, true);
    }

    private String at(String address) {
        return Optional.ofNullable(ipcache.entries.get(IpPrefix.parse(address)))
                .map(e -> e.identity() + "@" + e.node())
                .orElse("none");
    }

    private String nameOf(String address) {
        RemoteEndpoint.Key key = new RemoteEndpoint.Key("etcd", IpAddresses.parse(address));
        return tables.open(RemoteEndpoint.TABLE)
                .snapshot()
                .get(key)
                .map(e -> e.namespace() + "/" + e.name() + "@" + e.node())
                .orElse("none");
    }

    private void list(KeyValue... keys) {
        book.begin();
        List.of(keys).forEach(book::listed);
        book.complete(5);
    }

    @Test
    void touchesNothingBeforeAllIsListedAndNodesAreKnown() {
        book.begin();
        book.listed(put("n1", "10.1.0.1", 300, 1));
        peers.tell();
        assertEquals(0, ipcache.calls);
        book.complete(5);
        assertEquals("300@11", at("10.1.0.1"));
        assertEquals(1, ipcache.calls);
    }

    @Test
    void bringsABatchInAsOneChange() {
        peers.tell();
        list(put("n1", "10.1.0.1", 300, 1), put("n1", "fd00::1", 300, 1));
        book.changed(
                List.of(
                        put("n1", "10.1.0.1", 301, 6),
                        put("n2", "10.2.0.1", 400, 7),
                        gone("n1", "fd00::1", 8)));
        assertEquals("301@11", at("10.1.0.1"));
        assertEquals("400@12", at("10.2.0.1"));
        assertEquals("none", at("fd00::1"));
        assertEquals(2, ipcache.calls);
    }

    @Test
    void believesTheLaterOfTwoHostsAndTheOtherWhenThatOneGoes() {
        peers.tell();
        list(put("n1", "10.1.0.1", 300, 1));
        book.changed(List.of(put("n2", "10.1.0.1", 400, 6)));
        assertEquals("400@12", at("10.1.0.1"));
        book.changed(List.of(put("n1", "10.1.0.1", 302, 4)));
        assertEquals("400@12", at("10.1.0.1"));
        book.changed(List.of(gone("n2", "10.1.0.1", 8)));
        assertEquals("302@11", at("10.1.0.1"));
        assertEquals(Set.of("n1"), book.nodes());
    }

    @Test
    void waitsForTheNodeOfAnAddress() {
        peers.tell();
        list(put("n3", "10.3.0.1", 500, 1));
        assertEquals("none", at("10.3.0.1"));
        peers.add("n3", 13);
        peers.tell();
        assertEquals("500@13", at("10.3.0.1"));
    }

    @Test
    void leavesAloneItsOwnAndWhatCannotBeRead() {
        peers.tell();
        list(put("self", "10.9.0.1", 900, 1));
        book.changed(
                List.of(
                        new KeyValue("/vt/v1/ip/n1/not-an-ip", "{\"identity\":1}", 6, 0, false),
                        new KeyValue("/vt/v1/ip/n1/10.1.0.7", "{}", 6, 0, false),
                        new KeyValue("/vt/v1/ip/odd", "{}", 6, 0, false)));
        assertEquals(Map.of(), ipcache.entries);
        assertEquals(3, book.unreadable().size());
        assertEquals(Set.of("10.9.0.1"), book.own().orElseThrow().keySet());
    }

    @Test
    void tellsTheNamesOfWhatItBelieves() {
        peers.tell();
        list(named("n1", "10.1.0.1", 300, "default/tie", 1), named("n3", "10.3.0.1", 300, "x", 1));
        assertTrue(tables.open(RemoteEndpoint.TABLE).snapshot().initialised());
        assertEquals("default/tie@n1", nameOf("10.1.0.1"));
        assertEquals("none", nameOf("10.3.0.1"));

        book.changed(List.of(named("n1", "10.1.0.1", 300, "default/wing", 6)));
        assertEquals("default/wing@n1", nameOf("10.1.0.1"));
        book.changed(List.of(named("n2", "10.1.0.1", 300, "default/moved", 7)));
        assertEquals("default/moved@n2", nameOf("10.1.0.1"));
        book.changed(List.of(gone("n2", "10.1.0.1", 8), gone("n1", "10.1.0.1", 8)));
        assertEquals("none", nameOf("10.1.0.1"));
    }

    @Test
    void takesNamesBackWhenEtcdIsNotUsedAnyMore() {
        peers.tell();
        list(named("n1", "10.1.0.1", 300, "default/tie", 1));
        book.close();
        assertEquals("default/tie@n1", nameOf("10.1.0.1"));

        RemoteNames.clear(tables);
        assertEquals("none", nameOf("10.1.0.1"));
    }

    @Test
    void readsIdentitiesAmongOtherFields() {
        assertEquals(
                new Claim("n", 7, "", 3),
                Claim.read("n", "{\"a\":{\"identity\":9},\"identity\":7}", 3));
        assertEquals(new Claim("n", 7, "a/x", 3), Claim.read("n", Claim.value(7, "a/x"), 3));
        for (String bad :
                List.of("", "7", "[]", "{", "{\"identity\":\"7\"}", "{\"identity\":9999999999}")) {
            assertThrows(IllegalArgumentException.class, () -> Claim.read("n", bad, 3), bad);
        }
    }

    private static final class FakePeers implements Peers {
        private final List<Peer> list = new ArrayList<>();
        private Runnable changed = () -> {};

        void add(String name, int id) {
            list.add(new Peer(name, id, List.of(), List.of(), "default", Optional.empty()));
        }

        void tell() {
            changed.run();
        }

        @Override
        public List<Peer> list() {
            return List.copyOf(list);
        }

        @Override
        public Optional<Peer> get(String name) {
            return list.stream().filter(p -> p.name().equals(name)).findFirst();
        }

        @Override
        public List<PathGroup> groups() {
            return List.of();
        }

        @Override
        public Optional<PathGroup> group(String name) {
            return Optional.empty();
        }

        @Override
        public Subscription watch(String name, Runnable listener) {
            changed = listener;
            return () -> {};
        }
    }

    private static final class FakeIpcache implements Ipcache {
        private final Map<IpPrefix, Entry> entries = new HashMap<>();
        private int calls;

        @Override
        public void put(String owner, int priority, IpPrefix prefix, Entry entry) {
            throw new AssertionError("one by one");
        }

        @Override
        public void remove(String owner, IpPrefix prefix) {
            throw new AssertionError("one by one");
        }

        @Override
        public void change(
                String owner, int priority, Map<IpPrefix, Entry> put, Set<IpPrefix> removed) {
            calls++;
            entries.putAll(put);
            entries.keySet().removeAll(removed);
        }

        @Override
        public void replace(String owner, int priority, Map<IpPrefix, Entry> all) {
            calls++;
            entries.clear();
            entries.putAll(all);
        }

        @Override
        public void settled(String owner) {
            throw new AssertionError("replace says so");
        }

        @Override
        public Set<String> awaited() {
            return Set.of();
        }

        @Override
        public void removeAll(String owner) {
            entries.clear();
        }

        @Override
        public Map<IpPrefix, Entry> list() {
            return Map.copyOf(entries);
        }
    }
}
