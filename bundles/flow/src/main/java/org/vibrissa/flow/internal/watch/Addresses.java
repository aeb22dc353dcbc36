package org.vibrissa.flow.internal.watch;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.endpoint.RemoteEndpoint;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.Tables;

/** The addresses that a user means by an address, a prefix, or an endpoint's name. */
@Component(service = Addresses.class)
public final class Addresses {
    private final Tables tables;

    @Activate
    public Addresses(@Reference Tables tables) {
        this.tables = tables;
    }

    /**
     * Reads {@code 10.0.0.7}, {@code fd00::/64}, {@code xwing} or {@code default/xwing}.
     *
     * @throws IllegalArgumentException when it is none of them
     */
    List<IpPrefix> of(String text) {
        if (text.matches("[0-9a-fA-F.:]+(/[0-9]+)?") && !text.matches("[0-9a-fA-F]+")) {
            return List.of(IpPrefix.parse(text));
        }
        TreeSet<String> names = new TreeSet<>();
        List<InetAddress> found = new ArrayList<>();
        for (Map.Entry<ResourceKey, LocalEndpoint> row : tables.open(Endpoints.TABLE).snapshot()) {
            LocalEndpoint endpoint = row.getValue();
            if (isNamed(text, endpoint.key().namespace(), endpoint.key().name())) {
                names.add(endpoint.key().namespace() + "/" + endpoint.key().name());
                found.addAll(endpoint.addresses());
            }
        }
        for (Map.Entry<RemoteEndpoint.Key, RemoteEndpoint> row :
                tables.open(RemoteEndpoint.TABLE).snapshot()) {
            RemoteEndpoint endpoint = row.getValue();
            if (isNamed(text, endpoint.namespace(), endpoint.name())) {
                names.add(endpoint.namespace() + "/" + endpoint.name());
                found.add(row.getKey().address());
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no address, prefix or endpoint known here");
        }
        if (names.size() > 1) {
            throw new IllegalArgumentException(
                    "several endpoints are named \"" + text + "\": " + String.join(", ", names));
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    names.first() + " has no address of its own; say --device or the host's");
        }
        return found.stream().distinct().map(IpPrefix::host).toList();
    }

    private static boolean isNamed(String text, String namespace, String name) {
        return text.equals(name) || text.equals(namespace + "/" + name);
    }
}
