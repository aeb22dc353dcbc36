package org.vibrissa.bpf.internal.own;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.BpfRehearsal;
import org.vibrissa.bpf.internal.map.Grants;

/** A node with a bpffs folder of its own and bundles that exist by name alone. */
final class TestHost implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path folder =
            Path.of(
                    "/sys/fs/bpf/vt"
                            + ProcessHandle.current().pid()
                            + "_"
                            + COUNT.incrementAndGet());
    private final Map<String, Sharing.Provided> provided = new HashMap<>();
    private final Map<String, Access> grants = new HashMap<>();
    private final Map<String, Sharing.Stated> stated = new HashMap<>();
    private final Map<String, Set<String>> needed = new HashMap<>();
    private final Set<String> core = new HashSet<>();
    private final boolean tcx;
    private LoaderNode node;

    TestHost() {
        this(true);
    }

    TestHost(boolean tcx) {
        this.tcx = tcx;
        this.node = start();
    }

    private LoaderNode start() {
        return new LoaderNode(KernelAccess.open(folder, tcx), new Manifests(), "test");
    }

    /** As after the daemon's end: a new node that knows the pins alone. */
    void restart() {
        for (OwnedLoader loader : Set.copyOf(node.loaders())) {
            loader.close();
        }
        node = start();
    }

    Path folder() {
        return folder;
    }

    LoaderNode node() {
        return node;
    }

    void provide(String bundle, String map, Access access, int schema) {
        provided.put(map, new Sharing.Provided(bundle, access, schema));
    }

    void grant(String bundle, String map, Access access) {
        grants.put(bundle + " " + map, access);
    }

    OwnedLoader bundle(String name) {
        return bundle(name, "1.0.0");
    }

    OwnedLoader bundle(String name, String version) {
        return node.loader(new TestOwner(name, version, List.of()));
    }

    @Override
    public void close() {
        for (OwnedLoader loader : Set.copyOf(node.loaders())) {
            loader.close();
        }
        node.kernel().pins().all().forEach(node.kernel().attacher()::purge);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** States in a bundle's manifest the layout of a map and which ones it converts. */
    void state(String bundle, String map, int schema, Integer... converts) {
        stated.put(bundle + " " + map, new Sharing.Stated(schema, Set.of(converts)));
    }

    /** Has a bundle's manifest ask for kernel features. */
    void need(String bundle, String... features) {
        needed.put(bundle, Set.of(features));
    }

    /** Rehearses a bundle that has these object files. */
    BpfRehearsal.Loaded rehearse(String name, String version, String... objects) {
        Owner owner = new TestOwner(name, version, List.of(objects));
        return new Rehearsal(node, number -> owner).load(1);
    }

    private record TestOwner(String symbolicName, String version, List<String> objects)
            implements Owner {
        @Override
        public Optional<byte[]> entry(String path) {
            try (InputStream in = TestHost.class.getResourceAsStream("/" + path)) {
                return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class Manifests implements Sharing {
        @Override
        public Optional<Provided> provider(String map) {
            return Optional.ofNullable(provided.get(map));
        }

        @Override
        public Optional<Access> granted(Owner consumer, String map) {
            return Optional.ofNullable(grants.get(consumer.symbolicName() + " " + map));
        }

        @Override
        public Optional<Stated> layout(Owner owner, String map) {
            return Optional.ofNullable(stated.get(owner.symbolicName() + " " + map));
        }

        @Override
        public Set<String> features(Owner owner) {
            return needed.getOrDefault(owner.symbolicName(), Set.of());
        }

        @Override
        public String clause(String map, Access wanted) {
            return Grants.clause(map, wanted);
        }

        @Override
        public boolean core(Owner owner) {
            return core.contains(owner.symbolicName());
        }
    }
}
