package org.vibrissa.etcd.internal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.etcd.internal.address.AddressBook;
import org.vibrissa.etcd.internal.address.Publisher;
import org.vibrissa.etcd.internal.address.RemoteNames;
import org.vibrissa.etcd.internal.client.EtcdAccess;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.fleet.Coordinator;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.Liveness;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.NumberRange;
import org.vibrissa.node.Peers;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.Bell;
import org.vibrissa.state.Document;
import org.vibrissa.state.Phase;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.Tables;

/**
 * The fleet's store as other bundles see it. A host whose fleet uses no etcd loads nothing for it:
 * no client, no TLS, no thread.
 */
@Component(
        service = {Coordinator.class, Liveness.class, EtcdComponent.class},
        immediate = true,
        configurationPid = EtcdSettings.PID)
public final class EtcdComponent implements Coordinator, Liveness {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdComponent.class);
    private static final int PRECEDENCE = 2;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Node node;
    private final ResourceStore store;
    private final Ipcache ipcache;
    private final Peers peers;
    private final Endpoints endpoints;
    private final Tables tables;
    private final EtcdSettings settings;
    private final EtcdFolder folder;
    private volatile Stage stage = Stage.PEERS;
    private volatile Optional<Link> link = Optional.empty();
    private volatile String problem = "";
    private Optional<Subscription> watch = Optional.empty();
    private volatile boolean declared;
    private volatile Set<Labels> usedIdentities = Set.of();
    private final Bell identitiesChanged = Bell.rung();
    private boolean closed;

    /** Begins what is configured, or what a migration came to, on a thread of its own. */
    @Activate
    public EtcdComponent(
            @Reference Node node,
            @Reference ResourceStore store,
            @Reference Ipcache ipcache,
            @Reference Peers peers,
            @Reference Endpoints endpoints,
            @Reference Tables tables,
            EtcdSettings settings) {
        this.node = node;
        this.store = store;
        this.ipcache = ipcache;
        this.peers = peers;
        this.endpoints = endpoints;
        this.tables = tables;
        this.settings = settings;
        folder = new EtcdFolder(node.stateDir().resolve("etcd"));
        Stage first = first();
        if (first == Stage.PEERS) {
            ipcache.removeAll(AddressBook.OWNER);
        } else {
            stage = first;
            Thread starter = new Thread(this::resume, "etcd-start");
            starter.setDaemon(true);
            starter.start();
        }
    }

    private Stage first() {
        return folder.migrated()
                .filter(m -> m.configured().equals(settings.store()))
                .map(EtcdFolder.Migrated::stage)
                .orElse(Stage.of(settings.store()));
    }

    private void resume() {
        try {
            store.trusted();
            synchronized (this) {
                if (!closed) {
                    open(stage == Stage.ETCD);
                }
            }
        } catch (EtcdException | RuntimeException e) {
            problem = String.valueOf(e.getMessage());
            LOG.error("etcd is not used: {}", problem);
        }
    }

    private void open(boolean reading) throws EtcdException {
        Link next =
                new Link(
                        access(),
                        new Link.Terms(
                                node.name(),
                                settings.prefix(),
                                Duration.ofSeconds(settings.lease()),
                                Duration.ofSeconds(settings.garbage_after()),
                                reading,
                                NumberRange.FLEET),
                        store,
                        folder,
                        Clock.systemUTC(),
                        (keys, mark) -> {
                            AddressBook book =
                                    new AddressBook(
                                            ipcache,
                                            peers,
                                            keys,
                                            node.name(),
                                            new RemoteNames(tables));
                            return Optional.of(
                                    new Link.Addresses(
                                            book,
                                            new Publisher(
                                                    endpoints,
                                                    this::settled,
                                                    book,
                                                    keys,
                                                    node.name(),
                                                    mark)));
                        },
                        identitiesChanged::ring);
        next.identities().use(usedIdentities);
        next.start();
        link = Optional.of(next);
        // What was said between the two.
        next.identities().use(usedIdentities);
        watch = Optional.of(store.watchWithStatus("Endpoint", "etcd-endpoints", follow(next)));
    }

    private ResourceListener follow(Link link) {
        return new ResourceListener() {
            @Override
            public void changed(ResourceEvent event) {
                link.changed();
            }

            @Override
            public void initialised() {
                declared = true;
                link.changed();
            }
        };
    }

    /** Whether every endpoint of this host is in force, or has failed. */
    private boolean settled() {
        return declared
                && store.list("Endpoint").stream()
                        .noneMatch(endpoint -> endpoint.status().phase() == Phase.PENDING);
    }

    /** The settings as the client takes them. */
    private EtcdAccess access() {
        return new EtcdAccess(
                Arrays.stream(settings.endpoints()).map(URI::create).toList(),
                file(settings.ca()),
                file(settings.cert()),
                file(settings.key()),
                Optional.of(settings.user()).filter(u -> !u.isEmpty()),
                file(settings.password_file()),
                TIMEOUT);
    }

    private Optional<Path> file(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty()).map(t -> node.configDir().resolve(t));
    }

    /**
     * Goes to another stage and keeps it over restarts.
     *
     * @throws EtcdException when a file with a certificate or key is not usable
     * @throws IllegalArgumentException when the configuration does not name an etcd
     */
    public synchronized void go(Stage next) throws EtcdException {
        if (closed) {
            throw new IllegalArgumentException("the bundle state-etcd is stopping");
        }
        if (next == Stage.PEERS) {
            shut();
            ipcache.removeAll(AddressBook.OWNER);
            RemoteNames.clear(tables);
        } else if (link.isEmpty()) {
            open(next == Stage.ETCD);
        } else {
            link.get().read(next == Stage.ETCD);
        }
        folder.keep(new EtcdFolder.Migrated(settings.store(), next));
        stage = next;
        problem = "";
        identitiesChanged.ring();
    }

    private void shut() {
        watch.ifPresent(Subscription::close);
        watch = Optional.empty();
        link.ifPresent(Link::close);
        link = Optional.empty();
    }

    @Deactivate
    synchronized void stop() {
        closed = true;
        shut();
        identitiesChanged.close();
    }

    /** Which sets of labels this host uses, whether etcd is in use or not. */
    void useIdentities(Set<Labels> sets) {
        usedIdentities = sets;
        link.ifPresent(
                now -> {
                    now.identities().use(sets);
                    now.changed();
                });
    }

    /** Rings when identities in etcd, or whether they count, may have changed. */
    Bell identitiesChanged() {
        return identitiesChanged;
    }

    public Stage stage() {
        return stage;
    }

    /** What is configured, which a migration may have gone away from. */
    public Stage configured() {
        return Stage.of(settings.store());
    }

    /** Whether the configuration names an etcd. */
    public boolean named() {
        return settings.endpoints().length > 0;
    }

    /** What is at work with etcd; empty when nothing is. */
    public Optional<Link> link() {
        return link;
    }

    /** Why etcd is not used although it should be; empty when it is. */
    public String problem() {
        return problem;
    }

    @Override
    public boolean inUse() {
        return stage != Stage.PEERS;
    }

    @Override
    public int precedence() {
        return PRECEDENCE;
    }

    /** While a fleet moves between stores nobody leads: some hosts may ask another leader. */
    @Override
    public boolean isLeader() {
        return stage == Stage.ETCD && link.filter(l -> l.leadership().isLeader()).isPresent();
    }

    @Override
    public Optional<String> vacancy() {
        if (stage == Stage.BOTH) {
            return Optional.of("the fleet is moving between stores");
        }
        if (link.isEmpty()) {
            return Optional.of(problem.isEmpty() ? "etcd is not used yet" : problem);
        }
        Optional<String> trouble = link.get().health().worst().map(p -> "etcd: " + p.text());
        return !known() && trouble.isPresent()
                ? trouble
                : leader().isPresent()
                        ? Optional.empty()
                        : Optional.of("no coordinator is elected yet");
    }

    @Override
    public boolean gone(String node) {
        return stage == Stage.ETCD && link.filter(l -> l.gone(node)).isPresent();
    }

    @Override
    public void commit(List<Document> creates, Collection<ResourceKey> deletes, Set<String> gone)
            throws FleetException {
        Optional<Link> now = link;
        if (stage != Stage.ETCD || now.isEmpty()) {
            throw new FleetException(FleetException.Kind.REFUSED, "etcd is not in use");
        }
        now.get().decree(creates, deletes, gone);
    }

    @Override
    public Optional<String> leader() {
        return link.flatMap(l -> l.leadership().leader());
    }

    @Override
    public boolean known() {
        return link.filter(l -> l.feed().following()).isPresent();
    }

    @Override
    public Set<String> alive() {
        return link.map(l -> l.lease().alive()).orElse(Set.of());
    }
}
