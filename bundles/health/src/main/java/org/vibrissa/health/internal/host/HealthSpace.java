package org.vibrissa.health.internal.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.NetworkNamespaces;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/**
 * The namespace of the endpoint that answers probes, and its declaration: an Endpoint as any other,
 * made real by the endpoint bundle. Both outlive the daemon, and the next one goes on with them.
 */
final class HealthSpace {
    private static final ResourceKey KEY = new ResourceKey("Endpoint", "vibrissa", "health");

    private final NetworkNamespaces namespaces;
    private final ResourceStore store;
    private final Endpoints endpoints;
    private final String name;

    HealthSpace(
            NetworkNamespaces namespaces, ResourceStore store, Endpoints endpoints, String node) {
        this.namespaces = namespaces;
        this.store = store;
        this.endpoints = endpoints;
        this.name = "vib-health-" + node;
    }

    String name() {
        return name;
    }

    boolean exists() {
        return namespaces.names().contains(name);
    }

    /** Opens the namespace, made if need be. A name without one is left of a crash. */
    NetworkNamespace open() {
        if (exists()) {
            try {
                return namespaces.open(name);
            } catch (NetlinkException e) {
                namespaces.delete(name);
            }
        }
        return namespaces.create(name);
    }

    /** Declares the endpoint. */
    void declare() {
        ObjectNode spec =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("kind", "netns")
                        .put("netns", name)
                        .put("reserved", "health");
        if (store.get(KEY).filter(there -> there.spec().equals(spec)).isEmpty()) {
            Document document =
                    new Document(
                            "health",
                            1,
                            "vibrissa.org/v1",
                            KEY.kind(),
                            Metadata.of(KEY.name(), KEY.namespace(), Map.of(), Map.of()),
                            spec,
                            Map.of());
            store.apply(List.of(document), ApplyOptions.DAEMON);
        }
    }

    /** Addresses of the endpoint, once it is in force. */
    List<InetAddress> addresses() {
        return endpoints.get(KEY).map(LocalEndpoint::addresses).orElse(List.of());
    }

    /** Why the endpoint is not in force, as the endpoint bundle says. */
    Optional<String> problem() {
        return store.get(KEY)
                .map(resource -> resource.status().reason())
                .filter(reason -> !reason.isEmpty());
    }

    /** Takes endpoint and namespace away; none is fine. */
    void remove() {
        if (store.get(KEY).isPresent()) {
            store.delete(List.of(KEY), ApplyOptions.DAEMON);
        }
        removeNamespace();
    }

    void removeNamespace() {
        if (exists()) {
            namespaces.delete(name);
        }
    }
}
