package org.vibrissa.identity.internal.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.fleet.Coordinator;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.identity.internal.IdentityService;
import org.vibrissa.identity.internal.number.FleetNumbers;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StateException;
import org.vibrissa.state.TableSnapshot;
import org.vibrissa.state.Tables;

/**
 * Tells the other hosts of this one's endpoints, while its fleet agrees on numbers by that: this
 * host's NodeEndpoints, written at most a few times a second. Before all endpoints of before a
 * restart have been seen again nothing is taken back. The coordinator removes those of hosts that
 * are no more.
 */
@Component(service = Publication.class, immediate = true)
public final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final long TICK_MS = 250;
    private static final int SWEEP_TICKS = 40;

    /** Bundles come one after the other, and a change of one's version takes its service away. */
    private static final int BEGIN_TICKS = 4;

    private static final int END_TICKS = 40;

    private final ResourceStore store;
    private final String self;
    private final FleetBook book;
    private final FleetNumbers numbers;
    private final IdentityService identities;
    private final Tables tables;
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "vib-fleet-telling");
                        thread.setDaemon(true);
                        return thread;
                    });
    private int ticks;
    private boolean shared;
    private int sameTicks;
    private String trouble = "";

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Coordinator> coordinators = List.of();

    @Activate
    public Publication(
            @Reference ResourceStore store,
            @Reference Node self,
            @Reference FleetBook book,
            @Reference FleetNumbers numbers,
            @Reference IdentityService identities,
            @Reference Tables tables) {
        this.store = store;
        this.self = self.name();
        this.book = book;
        this.numbers = numbers;
        this.identities = identities;
        this.tables = tables;
        ScheduledFuture<?> unused =
                ticker.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        ticker.shutdown();
        if (!ticker.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("the thread that tells of endpoints still runs 10 s after its stop");
        }
    }

    private void tick() {
        try {
            TableSnapshot<ResourceKey, LocalEndpoint> endpoints =
                    tables.open(Endpoints.TABLE).snapshot();
            if (!book.complete() || !endpoints.initialised() || !store.health().writable()) {
                return;
            }
            boolean now = shared();
            sameTicks = now == shared ? sameTicks + 1 : 0;
            shared = now;
            if (now && sameTicks >= BEGIN_TICKS) {
                tell(endpoints);
            } else if (!now && sameTicks >= END_TICKS && book.own().isPresent()) {
                store.delete(List.of(NodeEndpoints.key(self)), ApplyOptions.DAEMON);
            }
            if (++ticks % SWEEP_TICKS == 0) {
                sweep();
            }
            trouble = "";
        } catch (StateException | FleetException e) {
            say(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("telling of endpoints failed, trying again", e);
        }
    }

    private void say(String text) {
        if (!trouble.equals(text)) {
            LOG.warn("other hosts do not hear of this one's endpoints yet: {}", text);
            trouble = String.valueOf(text);
        }
    }

    /** Whether this host is in a fleet that agrees by telling. */
    private boolean shared() {
        return coordinators.stream().anyMatch(Coordinator::inUse)
                && identities.allocator().filter(numbers::equals).isPresent();
    }

    private void tell(TableSnapshot<ResourceKey, LocalEndpoint> endpoints) {
        List<LocalEndpoint> all = new ArrayList<>();
        for (Map.Entry<ResourceKey, LocalEndpoint> row : endpoints) {
            all.add(row.getValue());
        }
        NodeEndpoints now = Telling.of(all, identities::held, identities.used());
        if (!book.own().equals(Optional.of(now))) {
            store.apply(List.of(now.document(self)), ApplyOptions.DAEMON);
        }
    }

    private void sweep() throws FleetException {
        Optional<Coordinator> leading =
                coordinators.stream()
                        .filter(Coordinator::inUse)
                        .max(java.util.Comparator.comparingInt(Coordinator::precedence))
                        .filter(Coordinator::isLeader);
        if (leading.isEmpty()) {
            return;
        }
        Set<String> nodes =
                store.list("Node").stream().map(Resource::name).collect(Collectors.toSet());
        Set<String> gone =
                book.others().keySet().stream()
                        .filter(node -> !nodes.contains(node) && leading.get().gone(node))
                        .limit(Coordinator.MOST)
                        .collect(Collectors.toSet());
        if (!gone.isEmpty()) {
            leading.get().commit(List.of(), gone.stream().map(NodeEndpoints::key).toList(), gone);
        }
    }
}
