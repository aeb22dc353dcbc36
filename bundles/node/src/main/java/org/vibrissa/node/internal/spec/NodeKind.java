package org.vibrissa.node.internal.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.internal.realise.HostAddresses;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.Column;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.StoreView;

/** Kind Node of vibrissa.org/v1: hosts of the fleet, this one included. */
@Component(service = {ResourceKind.class, NodeKind.class})
public final class NodeKind implements ResourceKind<NodeSpec> {
    public static final String API_VERSION = "vibrissa.org/v1";
    public static final String NAME = "Node";

    private final Node self;
    private final HostAddresses host;
    private final Leaps leaps;
    private final Map<String, Decoded> decoded = new HashMap<>();
    private StoreView indexed;
    private NodeIndex index = new NodeIndex(Map.of());

    private record Decoded(JsonNode json, NodeSpec spec) {}

    @Activate
    public NodeKind(@Reference Node self, @Reference HostAddresses host, @Reference Leaps leaps) {
        this.self = self;
        this.host = host;
        this.leaps = leaps;
    }

    @Override
    public String apiVersion() {
        return API_VERSION;
    }

    @Override
    public String kind() {
        return NAME;
    }

    @Override
    public String plural() {
        return "nodes";
    }

    @Override
    public boolean fleetWide() {
        return true;
    }

    @Override
    public NodeSpec decode(JsonNode spec) {
        return NodeSpec.decode(spec);
    }

    @Override
    public void validate(Resource candidate, NodeSpec spec, StoreView after) {
        int id = NodeIds.of(candidate.name());
        if (id == 0) {
            throw new InvalidResource("metadata.name", "has the number 0; choose another name");
        }
        boolean own = candidate.name().equals(self.name());
        if (!own && id == NodeIds.of(self.name())) {
            throw new InvalidResource(
                    "metadata.name", "has the same number as this host, " + self.name());
        }
        addresses(spec, own);
        apart(candidate.name(), spec, index(after));
        if (!own) {
            apartFromPools(spec, after);
        }
    }

    private void addresses(NodeSpec spec, boolean own) {
        for (int i = 0; i < spec.addresses().size(); i++) {
            InetAddress address = spec.addresses().get(i);
            String at = "spec.addresses[" + i + "]";
            if (own && !host.has(address)) {
                throw new InvalidResource(
                        at,
                        "this host is named "
                                + self.name()
                                + " and does not have "
                                + IpAddresses.format(address)
                                + "; two hosts must not share a name: start one with --node NAME");
            }
            if (!own && host.has(address)) {
                throw new InvalidResource(
                        at,
                        IpAddresses.format(address) + " is this host's own, " + self.name() + "'s");
            }
        }
        for (int i = 0; i < spec.prefixes().size() && !own; i++) {
            IpPrefix prefix = spec.prefixes().get(i);
            Optional<InetAddress> inside =
                    host.underlay().stream().filter(prefix::contains).findFirst();
            if (inside.isPresent()) {
                throw new InvalidResource(
                        "spec.prefixes[" + i + "]",
                        prefix
                                + " contains "
                                + IpAddresses.format(inside.get())
                                + ", this host's underlay address");
            }
        }
    }

    /** All nodes of one apply are checked against the same view: it is indexed once. */
    private NodeIndex index(StoreView view) {
        synchronized (decoded) {
            if (view != indexed) {
                Map<String, Decoded> next = new HashMap<>();
                Map<String, NodeSpec> specs = new HashMap<>();
                for (Resource node : view.list(NAME)) {
                    Decoded known = decoded.get(node.name());
                    if (known == null || !known.json().equals(node.spec())) {
                        known = new Decoded(node.spec(), decode(node.spec()));
                    }
                    next.put(node.name(), known);
                    specs.put(node.name(), known.spec());
                }
                decoded.clear();
                decoded.putAll(next);
                index = new NodeIndex(specs);
                indexed = view;
            }
            return index;
        }
    }

    private static void apart(String name, NodeSpec spec, NodeIndex others) {
        others.sameId(name)
                .ifPresent(
                        other -> {
                            throw new InvalidResource(
                                    "metadata.name",
                                    "has the same number as node " + other + "; choose another");
                        });
        for (int i = 0; i < spec.addresses().size(); i++) {
            InetAddress address = spec.addresses().get(i);
            String at = "spec.addresses[" + i + "]";
            others.sameAddress(name, address)
                    .ifPresent(other -> refuse(at, address, "is the address of node " + other));
        }
        for (int i = 0; i < spec.prefixes().size(); i++) {
            IpPrefix prefix = spec.prefixes().get(i);
            String at = "spec.prefixes[" + i + "]";
            others.overlap(name, prefix)
                    .ifPresent(
                            taken -> {
                                throw new InvalidResource(
                                        at,
                                        "%s overlaps %s of node %s"
                                                .formatted(prefix, taken.value(), taken.node()));
                            });
            others.addressWithin(name, prefix)
                    .ifPresent(
                            inside -> {
                                throw new InvalidResource(
                                        at,
                                        "%s contains %s, the underlay address of node %s"
                                                .formatted(
                                                        prefix,
                                                        IpAddresses.format(inside.value()),
                                                        inside.node()));
                            });
        }
    }

    private static void refuse(String at, InetAddress address, String why) {
        throw new InvalidResource(at, IpAddresses.format(address) + " " + why);
    }

    /** A label may move a node into a group of another mode, and that is a mode change. */
    @Override
    public void validateUserChange(
            Optional<Resource> before, Resource candidate, NodeSpec spec, StoreView after) {
        leaps.of(candidate, after)
                .ifPresent(
                        problem -> {
                            throw new InvalidResource("metadata.labels", problem);
                        });
    }

    private static void apartFromPools(NodeSpec spec, StoreView after) {
        for (Resource pool : after.list("IpPool")) {
            for (JsonNode cidr : pool.spec().path("cidrs")) {
                IpPrefix network = IpPrefix.parse(cidr.asText());
                for (int i = 0; i < spec.prefixes().size(); i++) {
                    if (spec.prefixes().get(i).overlaps(network)) {
                        throw new InvalidResource(
                                "spec.prefixes[" + i + "]",
                                spec.prefixes().get(i)
                                        + " overlaps "
                                        + network
                                        + " of this host's pool "
                                        + pool.name());
                    }
                }
            }
        }
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("ADDRESSES", node -> texts(node.spec().path("addresses"))),
                new Column("PREFIXES", node -> texts(node.spec().path("prefixes"))),
                new Column("GROUP", node -> node.detail("group").orElse("")),
                new Column("MTU", node -> node.detail("mtu").orElse("")));
    }

    private static String texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
    }
}
