package org.vibrissa.health.internal.host;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.health.HealthReport;
import org.vibrissa.health.internal.probe.Plan;
import org.vibrissa.health.internal.probe.Prober;
import org.vibrissa.health.internal.wire.Hello;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peer;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.Subscription;

/**
 * Keeps up what probes need, on one thread, pass by pass: namespace and endpoint, listening
 * sockets, our own Node, the kernel's entries for other hosts' endpoints, and the plan. The first
 * pass is made some time after the start, when the daemon has become ready.
 */
public final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final String OWNER = "health";
    private static final int PRIORITY = 60;
    private static final long FIRST_MS = 2000;
    private static final long AGAIN_MS = 3000;

    /** The settings. */
    public record Wishes(boolean enabled, long interval, int rate, int port, List<String> listen) {}

    private final Surroundings here;
    private final Wishes wishes;
    private final HealthSpace space;
    private final OwnNode nodes;
    private final Subscription watch;
    private final Subscription swaps;
    private final ModeSlots slots = new ModeSlots();
    private final Map<String, List<InetAddress>> heard = new ConcurrentHashMap<>();
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "vib-health-upkeep");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final long begin = System.nanoTime();
    private volatile boolean known;
    private volatile boolean stopped;
    private volatile Optional<Engine> engine = Optional.empty();
    private volatile String problem = "";
    private volatile boolean probing;
    private boolean resting;
    private Optional<Map<IpPrefix, Ipcache.Entry>> written = Optional.empty();

    public Upkeep(Surroundings here, Wishes wishes) {
        this.here = here;
        this.wishes = wishes;
        this.space =
                new HealthSpace(
                        here.namespaces(), here.store(), here.endpoints(), here.node().name());
        this.nodes = new OwnNode(here.store(), here.node().name());
        worker.scheduleWithFixedDelay(this::guarded, FIRST_MS, AGAIN_MS, TimeUnit.MILLISECONDS);
        this.swaps = here.store().watch(Leaving.KIND, "vib-health-swaps", followed());
        this.watch =
                here.peers()
                        .watch(
                                "vib-health-peers",
                                () -> {
                                    known = true;
                                    soon();
                                });
    }

    private ResourceListener followed() {
        return new ResourceListener() {
            @Override
            public void changed(ResourceEvent event) {
                soon();
            }
        };
    }

    public void mode(String name, int slot) {
        slots.add(name, slot);
        soon();
    }

    public void noMode(String name) {
        slots.remove(name);
        soon();
    }

    /** A pass soon, unless the daemon has just started. */
    private void soon() {
        if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) < FIRST_MS) {
            return;
        }
        try {
            worker.execute(this::guarded);
        } catch (RejectedExecutionException e) {
            LOG.debug("no pass: health stops", e);
        }
    }

    private void guarded() {
        if (!known || stopped) {
            return;
        }
        try {
            pass();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            tell(String.valueOf(e.getMessage()), e);
        }
    }

    private void tell(String text, Exception e) {
        if (!text.equals(problem)) {
            if (text.isEmpty()) {
                LOG.info("health: all is well again after: {}", problem);
            } else {
                LOG.warn("health: {}", text, e);
            }
            problem = text;
        }
    }

    private void pass() throws IOException, InterruptedException {
        List<Peer> others =
                here.peers().list().stream().filter(peer -> peer.vtepMac().isEmpty()).toList();
        if (!wishes.enabled() || others.isEmpty()) {
            rest();
            return;
        }
        resting = false;
        Engine running = startedEngine();
        try (NetworkNamespace namespace = space.open()) {
            space.declare();
            running.listening().inside(namespace);
        }
        Optional<String> deaf = running.listening().atHost(listenAt());
        List<InetAddress> own = space.addresses();
        nodes.publish(own);
        Course course = course(others, own);
        write(course.entries());
        running.prober().follow(course.plan());
        probing = true;
        Optional<String> lack = own.isEmpty() ? space.problem() : Optional.empty();
        tell(deaf.or(() -> lack).orElse(""), null);
    }

    private List<InetAddress> listenAt() {
        return wishes.listen().isEmpty()
                ? nodes.addresses()
                : wishes.listen().stream().map(IpAddresses::parse).toList();
    }

    private Course course(List<Peer> others, List<InetAddress> own) {
        Course course = new Course(slots.all());
        course.self(here.node().name(), nodes.addresses(), own);
        Set<String> names = new HashSet<>();
        for (Peer peer : others) {
            Optional<PathGroup> group = here.peers().group(peer.group());
            group.ifPresent(
                    known ->
                            course.other(
                                    peer,
                                    known,
                                    Leaving.of(here.store(), known.name()),
                                    healthOf(peer)));
            names.add(peer.name());
        }
        heard.keySet().retainAll(names);
        return course;
    }

    /** By its Node, or as it says itself where Nodes are written by hand. */
    private List<InetAddress> healthOf(Peer peer) {
        List<InetAddress> declared = nodes.healthOf(peer.name());
        return declared.isEmpty() ? heard.getOrDefault(peer.name(), List.of()) : declared;
    }

    private void hears(Hello hello) {
        List<InetAddress> before = heard.put(hello.node(), hello.addresses());
        if (!hello.addresses().equals(before)) {
            soon();
        }
    }

    private void write(Map<IpPrefix, Ipcache.Entry> entries) {
        if (!written.equals(Optional.of(entries))) {
            here.ipcache().replace(OWNER, PRIORITY, entries);
            written = Optional.of(entries);
        }
    }

    /** Nobody to probe: nothing is kept for it. */
    private void rest() {
        if (resting) {
            return;
        }
        probing = false;
        engine.ifPresent(
                running -> {
                    running.prober().follow(Plan.EMPTY);
                    running.listening().close();
                });
        write(Map.of());
        nodes.publish(List.of());
        space.remove();
        resting = true;
        tell("", null);
    }

    private synchronized Engine startedEngine() {
        if (stopped) {
            throw new IllegalStateException("health stops");
        }
        if (engine.isEmpty()) {
            engine = Optional.of(new Engine(here, wishes, space::addresses, this::hears));
        }
        return engine.get();
    }

    /** The prober, begun if need be. */
    public Prober startedProber() {
        return startedEngine().prober();
    }

    /** The prober, while there is something to probe. */
    public Optional<Prober> prober() {
        return probing ? engine.map(Engine::prober) : Optional.empty();
    }

    /** Why nothing is probed. */
    public String state() {
        if (!wishes.enabled()) {
            return "off by health.enabled";
        }
        return here.peers().list().isEmpty() ? "no other host" : "not begun yet";
    }

    public HealthReport report() {
        Optional<Prober> prober = prober();
        return new HealthReport(
                Instant.now(),
                Duration.ofNanos(prober.map(Prober::interval).orElse(0L)),
                problem,
                prober.map(Prober::nodes).orElse(List.of()));
    }

    /** Name of the namespace, when it is there. */
    public Optional<String> namespace() {
        return space.exists() ? Optional.of(space.name()) : Optional.empty();
    }

    /** Probes no more; what outlives the daemon stays. */
    public void stop() {
        stopped = true;
        watch.close();
        swaps.close();
        worker.shutdownNow();
        boolean interrupted = false;
        try {
            if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("the health thread still runs 10 s after its stop");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void close() {
        probing = false;
        engine.ifPresent(Engine::close);
        engine = Optional.empty();
    }

    /** For a purge: as if no host had ever been probed. */
    public void purge() {
        stop();
        here.ipcache().removeAll(OWNER);
        here.paths().groups().keySet().stream()
                .filter(number -> number > PathGroup.LARGEST_NUMBER)
                .forEach(number -> here.paths().setGroup(number, 0));
        space.removeNamespace();
    }
}
