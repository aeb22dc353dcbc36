package org.vibrissa.etcd.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.etcd.internal.address.AddressBook;
import org.vibrissa.etcd.internal.address.Publisher;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdAccess;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.etcd.internal.feed.Feed;
import org.vibrissa.etcd.internal.feed.Follower;
import org.vibrissa.etcd.internal.feed.Health;
import org.vibrissa.etcd.internal.feed.Keys;
import org.vibrissa.etcd.internal.feed.Known;
import org.vibrissa.etcd.internal.feed.Outbox;
import org.vibrissa.etcd.internal.feed.Writer;
import org.vibrissa.etcd.internal.identity.Ledger;
import org.vibrissa.etcd.internal.mirror.LocalKinds;
import org.vibrissa.etcd.internal.mirror.Mirror;
import org.vibrissa.etcd.internal.role.Absence;
import org.vibrissa.etcd.internal.role.Decree;
import org.vibrissa.etcd.internal.role.Garbage;
import org.vibrissa.etcd.internal.role.Leadership;
import org.vibrissa.etcd.internal.role.NodeLease;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.version.HybridClock;
import org.vibrissa.identity.NumberRange;
import org.vibrissa.state.Document;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/**
 * This host tied to etcd: the feed brings, the writer sends, the ticker keeps the lease, notices
 * connections that died in silence, and writes down what is known.
 */
public final class Link implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final long TICK_MS = 500;
    private static final long SILENT_MS = 60_000;
    private static final int RETRY_TICKS = 20;
    private static final int GARBAGE_TICKS = 60;

    private static final Set<String> OF_ONE_HOST =
            Set.of("Node", "FleetMember", "PoolDemand", "NodeEndpoints");

    private final EtcdFolder folder;
    private final ResourceStore store;
    private final Etcd etcd;
    private final Keys keys;
    private final Health health;
    private final Feed feed;
    private final Writer writer;
    private final Mirror mirror;
    private final LocalKinds kinds;
    private final NodeLease lease;
    private final Leadership leadership;
    private final Garbage garbage;
    private final Absence absence;
    private final Decree decree;
    private final Optional<Addresses> addresses;
    private final Ledger identities;
    private final int identityTicks;
    private final ScheduledExecutorService ticker;
    private int ticks;
    private long idleRevision;

    /** Endpoint addresses, where there is a datapath. */
    public record Addresses(AddressBook book, Publisher publisher) {}

    /** Makes {@link Addresses} for a link. */
    @FunctionalInterface
    public interface AddressSource {
        Optional<Addresses> addresses(Keys keys, java.util.function.Supplier<String> mark);
    }

    /**
     * What a link is about.
     *
     * @param self the daemon's name
     * @param lease how long after its last word a host counts as dead
     * @param garbageAfter how long a host must be dead for its addresses to go
     * @param reading whether changes of etcd are taken here
     * @param identities numbers that may be given to sets of labels
     */
    public record Terms(
            String self,
            String prefix,
            Duration lease,
            Duration garbageAfter,
            boolean reading,
            NumberRange identities) {}

    /**
     * A link that is not at work yet.
     *
     * @throws EtcdException when a file with a certificate or key is not usable
     */
    public Link(
            EtcdAccess access,
            Terms terms,
            ResourceStore store,
            EtcdFolder folder,
            Clock clock,
            AddressSource source,
            Runnable identitiesChanged)
            throws EtcdException {
        this.folder = folder;
        this.store = store;
        keys = Keys.below(terms.prefix());
        health = new Health(clock);
        Optional<JsonNode> memory = folder.memory();
        mirror =
                new Mirror(
                        store,
                        terms.self(),
                        new HybridClock(clock),
                        keys,
                        this::mark,
                        terms.reading(),
                        this::wake,
                        key -> ofLivingHost(key, terms.self()));
        // A store that went back knows less than was remembered: what it misses was not deleted.
        memory.filter(m -> store.snapshot().revision() >= m.path("revision").asLong())
                .ifPresent(m -> mirror.remember(m.path("held")));
        kinds = new LocalKinds(store, mirror::local);
        lease = new NodeLease(keys, terms.self(), folder.instance(), terms.lease(), this::mark);
        leadership = new Leadership(keys, terms.self(), lease, this::mark);
        garbage = new Garbage(keys, leadership, lease, terms.garbageAfter());
        absence = new Absence(leadership, lease, terms.garbageAfter(), System::nanoTime);
        decree = new Decree(keys, leadership, mirror, this::mark);
        addresses = source.addresses(keys, this::mark);
        identities =
                new Ledger(
                        keys,
                        terms.self(),
                        this::mark,
                        terms.identities(),
                        leadership,
                        lease,
                        terms.garbageAfter(),
                        folder.identities(),
                        identitiesChanged);
        // Often enough that a short time is not made a long one.
        identityTicks =
                (int) Math.max(1, Math.min(GARBAGE_TICKS, terms.garbageAfter().toSeconds() / 2));
        List<Follower> followers = new ArrayList<>(List.of(mirror, lease, leadership));
        followers.addAll(identities.followers());
        List<Outbox> boxes = new ArrayList<>(List.of(mirror, identities.outbox()));
        addresses.ifPresent(
                a -> {
                    followers.add(a.book());
                    boxes.add(a.publisher());
                });
        etcd = new Etcd(access);
        Known known = memory.map(m -> Known.of(m.path("known"))).orElse(Known.NONE);
        feed = new Feed(etcd, keys, known, followers, health);
        writer = new Writer(etcd, boxes, feed::following, health);
        ticker =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "etcd-ticker");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** A host that leaves its fleet forgets the others; they must not go with it. */
    private boolean ofLivingHost(ResourceKey key, String self) {
        return OF_ONE_HOST.contains(key.kind())
                && !key.name().equals(self)
                && lease.alive().contains(key.name());
    }

    private String mark() {
        return feed.known().mark();
    }

    private void wake() {
        Writer now = writer;
        if (now != null) {
            now.wake();
        }
    }

    public void start() {
        kinds.refresh();
        feed.start();
        writer.start();
        addresses.ifPresent(a -> a.book().start());
        ScheduledFuture<?> unused =
                ticker.scheduleWithFixedDelay(this::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            ticks++;
            if (kinds.refresh() || ticks % RETRY_TICKS == 0) {
                mirror.retry();
            }
            if (feed.following()) {
                tend();
                lookAround();
            }
            remember();
        } catch (RuntimeException e) {
            LOG.error("tending etcd failed", e);
            health.bad(Health.Topic.LEASE, "internal error: " + e);
        }
    }

    private void tend() {
        try {
            if (lease.tend(etcd)) {
                health.good(Health.Topic.LEASE);
            }
            leadership.campaign(etcd);
            if (ticks % GARBAGE_TICKS == 0 && addresses.isPresent()) {
                garbage.collect(etcd, addresses.get().book().nodes());
            }
            if (ticks % identityTicks == 0) {
                identities.collect(etcd);
            }
        } catch (EtcdException e) {
            health.bad(Health.Topic.LEASE, e.getMessage());
        }
        if (writer.waiting() > 0) {
            writer.wake();
        }
    }

    /**
     * A watch whose connection died in silence, or runs over an endpoint that failed, is begun
     * anew.
     */
    private void lookAround() {
        if (feed.endpoint().filter(e -> !e.equals(etcd.endpoint())).isPresent()) {
            feed.renew();
            return;
        }
        if (feed.silentMillis() < SILENT_MS || idleRevision == feed.revision()) {
            return;
        }
        long revision = feed.revision();
        try {
            if (etcd.census(keys.root(), keys.end(), revision).fresh()
                    && feed.revision() == revision) {
                LOG.info("etcd has changes that the watch did not tell: it is begun anew");
                feed.renew();
            }
            idleRevision = revision;
        } catch (EtcdException e) {
            feed.renew();
        }
    }

    private void remember() {
        if (mirror.changed() && feed.known().any() && feed.following()) {
            ObjectNode memory = JsonNodeFactory.instance.objectNode();
            memory.put("revision", store.snapshot().revision());
            memory.set("known", feed.known().json());
            memory.set("held", mirror.memory());
            folder.keepMemory(memory);
        }
        identities.memory().ifPresent(folder::keepIdentities);
    }

    /** Goes on with whatever store answers: what it has and what is here are put together. */
    public void accept() {
        mirror.forget();
        lease.forget();
        feed.accept();
    }

    /** Begins or ends taking changes of etcd. */
    public void read(boolean on) {
        mirror.read(on);
    }

    public Feed feed() {
        return feed;
    }

    public Health health() {
        return health;
    }

    public Mirror mirror() {
        return mirror;
    }

    public Leadership leadership() {
        return leadership;
    }

    /** Whether what was assigned to a host may be given to others; asked of the leader. */
    public boolean gone(String node) {
        Set<String> addressed = addresses.map(a -> a.book().nodes()).orElse(Set.of());
        return feed.following() && absence.gone(node, addressed);
    }

    /** Creates and deletes for the whole fleet as its coordinator. */
    public void decree(List<Document> creates, Collection<ResourceKey> deletes, Set<String> gone)
            throws FleetException {
        decree.commit(etcd, creates, deletes, gone);
    }

    public NodeLease lease() {
        return lease;
    }

    public Optional<AddressBook> book() {
        return addresses.map(Addresses::book);
    }

    /** Identities in etcd. */
    public Ledger identities() {
        return identities;
    }

    public Etcd etcd() {
        return etcd;
    }

    /** How many changes wait to be written. */
    public int waiting() {
        return writer.waiting();
    }

    /** Whether this host and etcd have the same. */
    public boolean inStep() {
        return feed.following() && mirror.alike();
    }

    /** Something that is told to etcd may have changed. */
    public void changed() {
        writer.wake();
    }

    /** An endpoint, or its state, changed; a resource of that key. */
    public void changed(ResourceKey key) {
        mirror.local(key);
    }

    @Override
    public void close() {
        boolean reachable = feed.following();
        ticker.shutdownNow();
        kinds.close();
        writer.close();
        addresses.ifPresent(a -> a.book().close());
        if (reachable) {
            try {
                lease.release(etcd);
            } catch (EtcdException e) {
                LOG.info("the lease was not given back, it will end: {}", e.getMessage());
            }
            remember();
        }
        feed.close();
        etcd.close();
    }
}
