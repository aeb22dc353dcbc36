package org.vibrissa.etcd.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vibrissa.etcd.internal.client.EtcdAccess;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.identity.NumberRange;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.internal.EmbeddedStore;

/** A host with a real store in a folder of its own, tied to etcd. */
final class TestHost implements AutoCloseable {
    static final String GROUP = "Group";
    static final String NUMBERED = "Numbered";

    final String name;
    final Path folder;
    final EtcdAccess access;
    boolean reading = true;
    Duration lease = Duration.ofSeconds(5);
    Duration garbageAfter = Duration.ofSeconds(60);
    NumberRange identities = NumberRange.FLEET;
    EmbeddedStore store;
    Link link;

    TestHost(Path parent, String name, EtcdAccess access) {
        this.name = name;
        this.access = access;
        folder = parent.resolve(name);
    }

    TestHost start() throws EtcdException {
        open();
        tie();
        return this;
    }

    /** The store alone. */
    TestHost open() {
        store = new EmbeddedStore(new TestNode(name, folder));
        store.addKind(new TestKind(GROUP, false));
        store.addKind(new TestKind("Node", false));
        store.addKind(new TestKind(NUMBERED, true));
        return this;
    }

    void tie() throws EtcdException {
        link =
                new Link(
                        access,
                        new Link.Terms(name, "/vt", lease, garbageAfter, reading, identities),
                        store,
                        new EtcdFolder(folder.resolve("etcd")),
                        Clock.systemUTC(),
                        (keys, mark) -> Optional.empty(),
                        () -> {});
        link.start();
    }

    TestHost inStep() {
        Await.that(
                () -> name + " to be in step: " + link.health().worst() + link.mirror().refused(),
                Duration.ofSeconds(30),
                link::inStep);
        return this;
    }

    void set(String resource, int number) {
        set(GROUP, resource, number);
    }

    void set(String kind, String resource, int number) {
        store.apply(
                List.of(
                        TestKind.document(
                                kind,
                                resource,
                                JsonNodeFactory.instance.objectNode().put("number", number))),
                ApplyOptions.USER);
    }

    void delete(String resource) {
        store.delete(List.of(ResourceKey.of(GROUP, resource)), ApplyOptions.USER);
    }

    Optional<Integer> get(String resource) {
        return store.get(ResourceKey.of(GROUP, resource)).map(r -> r.spec().path("number").asInt());
    }

    void has(String resource, int number) {
        Await.that(
                name + " to have " + resource + " = " + number,
                () -> get(resource).filter(n -> n == number).isPresent());
    }

    void lacks(String resource) {
        Await.that(name + " to lack " + resource, () -> get(resource).isEmpty());
    }

    List<Resource> all() {
        return store.list(GROUP);
    }

    String problem() {
        return link.health().worst().map(p -> p.text()).orElse("");
    }

    void says(String words) {
        Await.that(
                () -> name + " to say " + words + "; it says: " + problem(),
                Duration.ofSeconds(20),
                () -> problem().contains(words));
    }

    void stop() {
        if (link != null) {
            link.close();
        }
        store.close();
    }

    @Override
    public void close() {
        stop();
    }

    private record TestNode(String name, Path folder) implements Node {
        @Override
        public String version() {
            return "test";
        }

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }

        @Override
        public Path runDir() {
            return folder.resolve("run");
        }

        @Override
        public Path stateDir() {
            return folder;
        }

        @Override
        public Path bpfDir() {
            return folder.resolve("bpf");
        }

        @Override
        public Path configDir() {
            return folder.resolve("etc");
        }
    }
}
