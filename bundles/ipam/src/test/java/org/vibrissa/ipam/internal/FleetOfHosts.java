package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.fleet.Coordinator;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.StateException;
import org.vibrissa.state.internal.EmbeddedStore;
import org.vibrissa.state.internal.text.TextDocuments;

/** Hosts with a store each; what is of the fleet is brought from one to another by the test. */
final class FleetOfHosts implements AutoCloseable {
    private static final List<String> SHARED =
            List.of(Neighbour.KIND, ClusterPoolKind.KIND, PoolBlockKind.KIND, PoolDemandKind.KIND);

    private final Path folder;
    final List<Host> hosts = new ArrayList<>();

    FleetOfHosts(Path folder) {
        this.folder = folder;
    }

    Host host(String name) {
        Host host = new Host(name, folder.resolve(name));
        hosts.add(host);
        return host;
    }

    /** Lets every host do its part until nothing changes any more. */
    void settle() {
        for (int round = 0; round < 20; round++) {
            String before = text();
            for (Host host : hosts) {
                if (host.up) {
                    host.pass();
                    exchange(host);
                }
            }
            if (text().equals(before)) {
                return;
            }
        }
        throw new AssertionError("still changing: " + text());
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (Host host : hosts) {
            host.store.snapshot().all().forEach(r -> text.append(r.key()).append(r.spec()));
        }
        return text.toString();
    }

    /** Everybody gets what one host has: demands and nodes of its own, the rest of the leader's. */
    void exchange(Host from) {
        for (Host to : hosts) {
            if (to != from && to.up && from.up) {
                copy(from, to);
            }
        }
    }

    private static void copy(Host from, Host to) {
        for (String kind : SHARED) {
            boolean own = kind.equals(Neighbour.KIND) || kind.equals(PoolDemandKind.KIND);
            if (!own && !from.leads) {
                continue;
            }
            for (Resource resource : from.store.list(kind)) {
                boolean foreign = own && !resource.name().equals(from.name);
                if (!foreign || from.leads && !resource.name().equals(to.name)) {
                    to.take(resource);
                }
            }
            for (Resource resource : to.store.list(kind)) {
                boolean gone = from.store.get(resource.key()).isEmpty();
                if (gone && (!own || resource.name().equals(from.name))) {
                    to.store.delete(List.of(resource.key()), ApplyOptions.DAEMON);
                }
            }
        }
    }

    @Override
    public void close() {
        hosts.forEach(host -> host.store.close());
    }

    /** One host; it publishes its Node as the bundle node does. */
    static final class Host implements Coordinator {
        final String name;
        final Set<String> dead = new HashSet<>();
        boolean leads;
        boolean up = true;
        boolean joined = true;
        boolean broken;
        private final Path folder;
        EmbeddedStore store;
        StoredIpam ipam;
        OwnBlocks own;
        BlockDesk desk;
        BlockReport report;

        Host(String name, Path folder) {
            this.name = name;
            this.folder = folder;
            open();
        }

        private void open() {
            TestNode node = new TestNode(name, folder);
            store = new EmbeddedStore(node);
            store.addKind(new IpPoolKind(node));
            store.addKind(new IpLeaseKind());
            store.addKind(new ClusterPoolKind());
            store.addKind(new PoolBlockKind());
            store.addKind(new PoolDemandKind());
            store.addKind(new NodesOfTests());
            ipam = new StoredIpam(store, new TestClock());
            own = new OwnBlocks(store, ipam, name);
            desk = new BlockDesk(store, name, () -> List.of(this));
            report = new BlockReport(store, name);
        }

        void restart() {
            store.close();
            open();
        }

        void pass() {
            own.pass();
            desk.pass();
            own.pass();
            report.tell(own.problems(), desk);
            publish();
        }

        void publish() {
            ObjectNode spec = JsonNodeFactory.instance.objectNode();
            spec.putArray("addresses").add("192.0.2." + (name.hashCode() & 0x7f));
            ipam.pools().stream()
                    .flatMap(pool -> pool.networks().stream())
                    .forEach(network -> spec.withArray("prefixes").add(network.toString()));
            boolean same =
                    store.get(ResourceKey.of(Neighbour.KIND, name))
                            .filter(r -> r.spec().equals(spec))
                            .isPresent();
            if (!same) {
                node(name, spec);
            }
        }

        void node(String of, ObjectNode spec) {
            store.apply(
                    List.of(
                            Document.of(
                                    "test",
                                    IpPoolKind.API_VERSION,
                                    Neighbour.KIND,
                                    of,
                                    Map.of(),
                                    spec)),
                    ApplyOptions.DAEMON);
        }

        void apply(String kind, String name, String spec) {
            String yaml =
                    """
                    apiVersion: vibrissa.org/v1
                    kind: %s
                    metadata: {name: %s}
                    spec: %s
                    """
                            .formatted(kind, name, spec);
            store.apply(
                    new TextDocuments().read("test", yaml.getBytes(StandardCharsets.UTF_8)),
                    ApplyOptions.USER);
        }

        void take(Resource resource) {
            boolean same =
                    store.get(resource.key())
                            .filter(r -> r.spec().equals(resource.spec()))
                            .isPresent();
            if (!same) {
                store.apply(
                        List.of(
                                new Document(
                                        "another host",
                                        1,
                                        resource.apiVersion(),
                                        resource.kind(),
                                        Metadata.of(resource.name(), "", Map.of(), Map.of()),
                                        resource.spec(),
                                        Map.of())),
                        ApplyOptions.DAEMON);
            }
        }

        List<String> networks() {
            return store
                    .get(ResourceKey.of(IpPoolKind.KIND, "default"))
                    .map(r -> PoolSpec.decode(r.spec()).networks())
                    .orElse(List.of())
                    .stream()
                    .map(Object::toString)
                    .toList();
        }

        List<String> blocks() {
            return Block.all(store.snapshot()).stream()
                    .map(b -> b.network() + " " + b.node())
                    .toList();
        }

        String status() {
            Resource pool =
                    store.get(ResourceKey.of(ClusterPoolKind.KIND, "default")).orElseThrow();
            return pool.status().phase().label() + " " + pool.status().reason();
        }

        @Override
        public boolean inUse() {
            return joined;
        }

        @Override
        public int precedence() {
            return 1;
        }

        @Override
        public boolean isLeader() {
            return leads;
        }

        @Override
        public Optional<String> leader() {
            return leads ? Optional.of(name) : Optional.of("leader");
        }

        @Override
        public Optional<String> vacancy() {
            return broken ? Optional.of("leader is not heard of") : Optional.empty();
        }

        @Override
        public boolean gone(String node) {
            return dead.contains(node);
        }

        @Override
        public void commit(
                List<Document> creates, Collection<ResourceKey> deletes, Set<String> gone)
                throws FleetException {
            try {
                store.update(creates, deletes, ApplyOptions.DAEMON.asCreateOnly());
            } catch (StateException e) {
                throw new FleetException(FleetException.Kind.REFUSED, e.getMessage(), e);
            }
        }
    }
}
