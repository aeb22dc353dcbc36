package org.vibrissa.flow.internal.names;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.endpoint.RemoteEndpoint;
import org.vibrissa.identity.NodeLabels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.TableListener;

/** Where parties are: endpoints of this host, those of others, hosts. */
final class Places {
    private final History<PlaceKey, Place> endpoints;
    private final History<PlaceKey, Place> remotes;
    private final History<PlaceKey, Place> hosts;
    private final String self;
    private final Place host;
    private final Supplier<PrefixOwners> owners;

    /**
     * No party is known yet.
     *
     * @param self this host's name
     * @param owners whose endpoints live where now
     */
    Places(String self, Supplier<PrefixOwners> owners, LongSupplier clock, long slack, int limit) {
        this.self = self;
        this.owners = owners;
        this.host = Place.host(self, ReservedIdentity.HOST.number());
        endpoints = new History<>(clock, slack, limit);
        remotes = new History<>(clock, slack, limit);
        hosts = new History<>(clock, slack, limit);
    }

    /**
     * Follows the endpoints of this host.
     *
     * @param workload what one is made of
     */
    TableListener<ResourceKey, LocalEndpoint> endpoints(
            Function<LocalEndpoint, Workload> workload) {
        return new TableHistory<>(endpoints, (key, endpoint) -> local(endpoint, workload));
    }

    private Map<PlaceKey, Place> local(
            LocalEndpoint endpoint, Function<LocalEndpoint, Workload> workload) {
        Place place =
                new Place(
                        endpoint.identity(),
                        endpoint.id(),
                        endpoint.key().namespace(),
                        endpoint.key().name(),
                        workload.apply(endpoint),
                        self);
        Map<PlaceKey, Place> means = new HashMap<>();
        means.put(PlaceKey.endpoint(endpoint.id()), place);
        for (InetAddress address : endpoint.addresses()) {
            means.put(PlaceKey.of(address), place);
        }
        return means;
    }

    /** Follows the endpoints of other hosts. */
    TableListener<RemoteEndpoint.Key, RemoteEndpoint> remotes() {
        return new TableHistory<>(
                remotes, (key, endpoint) -> Map.of(PlaceKey.of(key.address()), Place.of(endpoint)));
    }

    /** Follows the hosts. */
    TableListener<String, NodeLabels> hosts() {
        return new TableHistory<>(hosts, (name, node) -> host(node));
    }

    private Map<PlaceKey, Place> host(NodeLabels node) {
        Place place = node.node().equals(self) ? host : Place.host(node.node(), 0);
        Map<PlaceKey, Place> means = new HashMap<>();
        node.addresses().forEach(address -> means.put(PlaceKey.of(address), place));
        return means;
    }

    /**
     * The place of one party of an event.
     *
     * @param endpoint its number on this host, 0 when it is none of this host's
     * @param address its address
     * @param identity its identity
     * @param time of the event
     */
    Place of(int endpoint, PlaceKey address, int identity, long time) {
        if (endpoint != 0) {
            Optional<Place> known = endpoints.at(PlaceKey.endpoint(endpoint), time);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return endpoints
                .at(address, time)
                .or(
                        () ->
                                identity == ReservedIdentity.HOST.number()
                                        ? Optional.of(host)
                                        : remotes.at(address, time))
                .or(() -> hosts.at(address, time))
                .or(() -> owners.get().of(address))
                .orElse(Place.UNKNOWN);
    }

    void prune(long time) {
        endpoints.prune(time);
        remotes.prune(time);
        hosts.prune(time);
    }

    void rebase() {
        endpoints.rebase();
        remotes.rebase();
        hosts.rebase();
    }
}
