package org.vibrissa.datapath.internal.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.service.component.ComponentContext;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.internal.own.KernelAccess;
import org.vibrissa.bpf.internal.own.LoaderNode;
import org.vibrissa.bpf.internal.own.OwnedLoader;
import org.vibrissa.bpf.internal.own.Owner;
import org.vibrissa.bpf.internal.own.PinPurge;
import org.vibrissa.bpf.internal.own.Sharing;
import org.vibrissa.datapath.internal.core.CoreConfig;
import org.vibrissa.datapath.internal.core.CoreObjects;
import org.vibrissa.datapath.internal.core.LiveConfig;
import org.vibrissa.datapath.internal.core.LiveSettings;
import org.vibrissa.datapath.internal.host.HostMark;
import org.vibrissa.runtime.Node;

/** The datapath in the kernel as a daemon has it, with a bpffs folder of its own, without OSGi. */
public final class LiveDatapath implements AutoCloseable {
    static final String CORE = "org.vibrissa.datapath";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path state;
    private final Path pins =
            Path.of(
                    "/sys/fs/bpf/vt"
                            + ProcessHandle.current().pid()
                            + "dp"
                            + COUNT.incrementAndGet());
    private final List<OwnedLoader> loaders = new ArrayList<>();
    private LoaderNode node;
    private CoreObjects core;
    private LiveConfig config;
    private PipelineCore pipeline;
    private OwnedLoader vendor;

    /** Starts a first daemon. */
    public LiveDatapath(Path state) {
        this.state = state;
        start();
    }

    private void start() {
        node = new LoaderNode(KernelAccess.open(pins), new Manifests(), "test");
        try {
            core = new CoreObjects(mark(), loader(CORE, "1.0.0"), defaults(CoreConfig.class));
            config = new LiveConfig(core, defaults(LiveSettings.class));
            pipeline = new PipelineCore(core, config, new TestNode(state), context(CORE, "1.0.0"));
            vendor = loader("org.test.vendor", "1.0.0");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private HostMark mark() {
        return HostMark.on("", new TestNode(state), (code, reason) -> {});
    }

    /** As a stop and a new start of the daemon: the kernel keeps what is pinned. */
    public void restart() {
        stop();
        start();
    }

    private void stop() {
        pipeline.deactivate();
        loaders.forEach(OwnedLoader::close);
        loaders.clear();
    }

    /** A loader of another bundle. */
    public OwnedLoader loader(String bundle, String version) {
        OwnedLoader loader = node.loader(new TestOwner(bundle, version));
        loaders.add(loader);
        return loader;
    }

    public CoreObjects core() {
        return core;
    }

    public LiveConfig config() {
        return config;
    }

    /** The daemon, with all its folders in one. */
    public Node node() {
        return new TestNode(state);
    }

    public PipelineCore pipeline() {
        return pipeline;
    }

    /** The loader of the one vendor bundle. */
    public OwnedLoader vendor() {
        return vendor;
    }

    /** A bundle's view of the pipeline. */
    public PipelineService pipelineOf(String bundle, String version) {
        return new PipelineService(pipeline, context(bundle, version));
    }

    /** The same while the pipeline's service ends under it. */
    public PipelineService endingPipelineOf(String bundle, String version) {
        return new PipelineService(pipeline, context(bundle, version, false));
    }

    @Override
    public void close() {
        if (pipeline != null) {
            pipeline.deactivate();
        }
        loaders.forEach(OwnedLoader::close);
        new PinPurge(node).all();
    }

    private static ComponentContext context(String bundle, String version) {
        return context(bundle, version, true);
    }

    private static ComponentContext context(String bundle, String version, boolean registered) {
        ServiceReference<?> reference = fake(ServiceReference.class, Map.of());
        Bundle user =
                fake(
                        Bundle.class,
                        Map.of(
                                "getSymbolicName",
                                bundle,
                                "getVersion",
                                new Version(version),
                                "getState",
                                Bundle.ACTIVE,
                                "getRegisteredServices",
                                registered
                                        ? new ServiceReference<?>[] {reference}
                                        : new ServiceReference<?>[0]));
        Bundle system = fake(Bundle.class, Map.of("getState", Bundle.ACTIVE));
        BundleContext context =
                BundleContext.class.cast(
                        Proxy.newProxyInstance(
                                BundleContext.class.getClassLoader(),
                                new Class<?>[] {BundleContext.class},
                                (self, method, arguments) ->
                                        method.getName().equals("getServiceReference")
                                                ? reference
                                                : arguments == null ? user : system));
        return fake(
                ComponentContext.class,
                Map.of(
                        "getBundleContext",
                        context,
                        "getUsingBundle",
                        user,
                        "getServiceReference",
                        reference));
    }

    private static <T> T fake(Class<T> type, Map<String, ?> answers) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            if (method.getName().equals("equals")) {
                                return self == arguments[0];
                            }
                            if (!answers.containsKey(method.getName())) {
                                throw new UnsupportedOperationException(method.getName());
                            }
                            return answers.get(method.getName());
                        }));
    }

    private static <A> A defaults(Class<A> settings) {
        return settings.cast(
                Proxy.newProxyInstance(
                        settings.getClassLoader(),
                        new Class<?>[] {settings},
                        (self, method, arguments) -> method.getDefaultValue()));
    }

    private record TestOwner(String symbolicName, String version) implements Owner {
        @Override
        public Optional<byte[]> entry(String path) {
            try (InputStream in = LiveDatapath.class.getResourceAsStream("/" + path)) {
                return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public List<String> objects() {
            return List.of();
        }
    }

    private static final class Manifests implements Sharing {
        /** How maps begin that are the testing bundle's own. */
        private static final List<String> OWN =
                List.of(
                        "t_",
                        "vib_overlay_",
                        "vib_tunnel_",
                        "vib_policy",
                        "vib_cgroup",
                        "vib_flow_",
                        "vib_path_",
                        "vib_watch_");

        @Override
        public Optional<Provided> provider(String map) {
            return OWN.stream().anyMatch(map::startsWith)
                    ? Optional.empty()
                    : Optional.of(new Provided(CORE, Access.WRITE, 1));
        }

        @Override
        public Optional<Access> granted(Owner consumer, String map) {
            return Optional.of(Access.WRITE);
        }

        @Override
        public Optional<Stated> layout(Owner owner, String map) {
            return Optional.empty();
        }

        @Override
        public Set<String> features(Owner owner) {
            return Set.of();
        }

        @Override
        public String clause(String map, Access wanted) {
            return map;
        }

        @Override
        public boolean core(Owner owner) {
            return owner.symbolicName().equals(CORE);
        }
    }

    private record TestNode(Path folder) implements Node {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public String version() {
            return "0";
        }

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }

        @Override
        public Path runDir() {
            return folder;
        }

        @Override
        public Path stateDir() {
            return folder;
        }

        @Override
        public Path bpfDir() {
            return folder;
        }

        @Override
        public Path configDir() {
            return folder;
        }
    }
}
