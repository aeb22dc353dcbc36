package org.vibrissa.flow.internal.names;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.endpoint.RemoteEndpoint;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.NodeLabels;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.Table;
import org.vibrissa.state.Tables;

/** Follows what has names on this host and in its fleet. */
@Component(
        service = {FlowNames.class, EventNames.class},
        immediate = true)
public final class EventNames implements FlowNames {
    private static final Logger LOG = LoggerFactory.getLogger(EventNames.class);

    /** Tables are told within some ms of the kernel, behind a busy daemon later. */
    private static final long SLACK_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Names of each sort that are gone and remembered: some 150 bytes each. */
    private static final int LIMIT = 1 << 14;

    /** A wall clock that lags more than this behind what was seen has been set back. */
    private static final long SET_BACK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String self;
    private final FlowLog log;
    private final ResourceStore store;
    private final Places places;
    private final IdentityLabels identities;
    private final Parties parties;
    private final Devices devices;
    private final StageOwners owners;
    private final PeerNames peers;
    private final Table<String, NodeLabels> hosts;
    private final List<Subscription> watches;
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "vib-flow-names");
                        thread.setDaemon(true);
                        return thread;
                    });
    private long latest;

    @Activate
    public EventNames(
            @Reference Node node,
            @Reference FlowLog log,
            @Reference ResourceStore store,
            @Reference Tables tables,
            @Reference Netlink netlink,
            @Reference StageOwners owners,
            @Reference PeerNames peers) {
        this.self = node.name();
        this.log = log;
        this.store = store;
        this.owners = owners;
        this.peers = peers;
        places = new Places(self, peers::owners, WallClock::nanos, SLACK_NANOS, LIMIT);
        identities = new IdentityLabels(WallClock::nanos, SLACK_NANOS, LIMIT);
        parties = new Parties(places, identities);
        devices = new Devices(netlink.own(), WallClock::nanos, SLACK_NANOS, LIMIT);
        hosts = tables.open(NodeLabels.TABLE);
        watches =
                List.of(
                        tables.open(Identities.TABLE)
                                .watch("vib-flow-identities", identities.follow()),
                        tables.open(Endpoints.TABLE)
                                .watch("vib-flow-endpoints", places.endpoints(this::workload)),
                        tables.open(RemoteEndpoint.TABLE)
                                .watch("vib-flow-remotes", places.remotes()),
                        hosts.watch("vib-flow-hosts", places.hosts()));
        ScheduledFuture<?> unused =
                sweeper.scheduleWithFixedDelay(
                        this::sweep, 0, StageOwners.PERIOD_NANOS, TimeUnit.NANOSECONDS);
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        watches.forEach(Subscription::close);
        devices.close();
        sweeper.shutdownNow();
        if (!sweeper.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("the thread of flow names still runs 10 s after its stop");
        }
    }

    private Workload workload(LocalEndpoint endpoint) {
        return store.get(endpoint.key())
                .map(Resource::spec)
                .map(spec -> Workload.of(endpoint.form(), endpoint.key().name(), spec, self))
                .orElse(Workload.UNKNOWN);
    }

    private void sweep() {
        try {
            owners.look();
            long now = WallClock.nanos();
            if (now < latest - SET_BACK_NANOS) {
                LOG.info("the clock was set back: events of before have the names of now");
                places.rebase();
                identities.rebase();
                devices.rebase();
                owners.rebase();
            }
            latest = now;
            prune(oldest(now));
        } catch (RuntimeException e) {
            LOG.error("flow names were not swept, trying again", e);
        }
    }

    private void prune(long time) {
        places.prune(time);
        identities.prune(time);
        devices.prune(time);
        owners.prune(time);
    }

    /** Time of the oldest event of the log. */
    private long oldest(long now) {
        try (FlowCursor cursor = log.fromOldest("names")) {
            return cursor.next() ? cursor.event().timeNanos() : now;
        }
    }

    @Override
    public FlowParty source(FlowEvent event) {
        return parties.source(event);
    }

    @Override
    public FlowParty destination(FlowEvent event) {
        return parties.destination(event);
    }

    /**
     * The party of a packet that is no event.
     *
     * @param endpoint its number on this host, 0 when it is none of this host's
     * @param identity 0 when it was not looked up
     */
    public FlowParty party(int endpoint, InetAddress address, int identity, long timeNanos) {
        return parties.of(endpoint, PlaceKey.of(address), identity, timeNanos);
    }

    @Override
    public String device(int ifindex, long timeNanos) {
        return devices.name(ifindex, timeNanos).orElse("");
    }

    @Override
    public String owner(FlowEvent event) {
        return owners.of(event.chain(), event.slot(), event.timeNanos())
                .map(StageOwners.Standing::owner)
                .orElse("");
    }

    @Override
    public String pathGroup(int number) {
        return peers.group(number).orElse("");
    }

    @Override
    public String dropReason(int number) {
        return HubbleDropReasons.name(number);
    }

    @Override
    public String node() {
        return self;
    }

    @Override
    public List<String> nodeLabels() {
        return hosts.snapshot()
                .get(self)
                .map(NodeLabels::labels)
                .map(
                        labels ->
                                labels.stream()
                                        .filter(label -> label.source() == LabelSource.ANY)
                                        .map(EventNames::text)
                                        .toList())
                .orElse(List.of());
    }

    private static String text(Label label) {
        return label.key() + "=" + label.value();
    }
}
