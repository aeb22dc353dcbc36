package org.vibrissa.hubble.internal.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.RowChange;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.TableListener;
import org.vibrissa.state.TableSnapshot;
import org.vibrissa.state.Tables;

/**
 * Writes down what the daemon does. What was there before it looked is no news and is left out: the
 * start of the daemon stands for it.
 */
public final class AgentWatch implements AutoCloseable {
    private static final List<String> POLICIES =
            List.of("CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy", "NetworkPolicy");

    private final AgentEventLog log;
    private final LongSupplier revision;
    private final List<Subscription> watches = new ArrayList<>();

    /**
     * Looks from now on.
     *
     * @param revision of the policies in force
     */
    public AgentWatch(
            AgentEventLog log,
            Node node,
            ResourceStore store,
            Tables tables,
            LongSupplier revision) {
        this.log = log;
        this.revision = revision;
        log.add(AgentEventMessages.started(node.startedAt()), node.startedAt());
        for (String kind : POLICIES) {
            watches.add(store.watch(kind, "hubble-policies", new PolicyNews()));
        }
        watches.add(tables.open(Endpoints.TABLE).watch("hubble-endpoints", new EndpointNews()));
    }

    @Override
    public void close() {
        watches.forEach(Subscription::close);
    }

    /** On the thread of one watch. */
    private final class PolicyNews implements ResourceListener {
        private boolean initialised;

        @Override
        public void initialised() {
            initialised = true;
        }

        @Override
        public void changed(ResourceEvent event) {
            if (initialised) {
                log.add(
                        AgentEventMessages.policy(
                                event.resource(),
                                event.type() == ChangeType.DELETED,
                                revision.getAsLong()));
            }
        }
    }

    /** On the thread of its watch. */
    private final class EndpointNews implements TableListener<ResourceKey, LocalEndpoint> {
        private final Map<ResourceKey, LocalEndpoint> known = new HashMap<>();
        private boolean initialised;

        @Override
        public void initialised() {
            initialised = true;
        }

        @Override
        public void changed(
                List<RowChange<ResourceKey, LocalEndpoint>> changes,
                TableSnapshot<ResourceKey, LocalEndpoint> now) {
            for (RowChange<ResourceKey, LocalEndpoint> change : changes) {
                LocalEndpoint row = change.value();
                LocalEndpoint before =
                        change.type() == ChangeType.DELETED
                                ? known.remove(change.key())
                                : known.put(change.key(), row);
                if (initialised) {
                    tell(change.type(), row, before);
                }
            }
        }

        private void tell(ChangeType type, LocalEndpoint row, LocalEndpoint before) {
            switch (type) {
                case ADDED -> log.add(AgentEventMessages.created(row));
                case MODIFIED -> log.add(AgentEventMessages.regenerated(row));
                case DELETED -> log.add(AgentEventMessages.deleted(row));
            }
            row.addresses()
                    .forEach(
                            address -> {
                                boolean had =
                                        before != null && before.addresses().contains(address);
                                if (type == ChangeType.DELETED) {
                                    log.add(AgentEventMessages.ipcache(row, address, -1, true));
                                } else if (!had || before.identity() != row.identity()) {
                                    log.add(
                                            AgentEventMessages.ipcache(
                                                    row,
                                                    address,
                                                    had ? before.identity() : -1,
                                                    false));
                                }
                            });
        }
    }
}
