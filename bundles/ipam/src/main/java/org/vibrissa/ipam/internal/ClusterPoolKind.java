package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.Column;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.StoreView;

/** The kind of pools of the whole fleet: hosts get blocks of them. */
@Component(service = {ResourceKind.class, ClusterPoolKind.class})
public final class ClusterPoolKind implements ResourceKind<ClusterPoolSpec> {
    static final String KIND = "ClusterPool";
    private static final int NAMED = 3;

    @Override
    public String apiVersion() {
        return IpPoolKind.API_VERSION;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String plural() {
        return "clusterpools";
    }

    @Override
    public List<String> shortNames() {
        return List.of("cpool", "cpools");
    }

    @Override
    public boolean fleetWide() {
        return true;
    }

    @Override
    public ClusterPoolSpec decode(JsonNode spec) {
        return ClusterPoolSpec.decode(spec);
    }

    static Optional<ClusterPoolSpec> find(StoreView view, String name) {
        return view.get(ResourceKey.of(KIND, name)).map(r -> ClusterPoolSpec.decode(r.spec()));
    }

    @Override
    public void validate(Resource candidate, ClusterPoolSpec spec, StoreView after) {
        for (Resource other : after.list(KIND)) {
            if (!other.name().equals(candidate.name())) {
                for (IpPrefix taken : decode(other.spec()).networks()) {
                    refuseOverlap(spec, taken, "of cluster pool " + other.name());
                }
            }
        }
        for (Resource other : after.list(IpPoolKind.KIND)) {
            PoolSpec pool = PoolSpec.decode(other.spec());
            if (pool.clusterPool().isPresent()) {
                continue;
            }
            if (other.name().equals(candidate.name())) {
                throw new InvalidResource(
                        "metadata.name",
                        "this host has an IpPool of its own named "
                                + other.name()
                                + ": delete it, or give one of them another name");
            }
            for (IpPrefix taken : pool.networks()) {
                refuseOverlap(spec, taken, "of this host's pool " + other.name());
            }
        }
    }

    /** What others may have done meanwhile is not refused when it arrives: hosts would part. */
    @Override
    public void validateUserChange(
            Optional<Resource> before, Resource candidate, ClusterPoolSpec spec, StoreView after) {
        Set<IpPrefix> blocks = new HashSet<>();
        for (Block block : Block.all(after)) {
            blocks.add(block.network());
            if (block.pool().equals(candidate.name()) && !spec.contains(block.network())) {
                throw new InvalidResource(
                        "spec.cidrs",
                        block.network()
                                + " is assigned to node "
                                + block.node()
                                + " and would be in none of them");
            }
        }
        for (Neighbour node : Neighbour.all(after)) {
            for (IpPrefix prefix : node.prefixes()) {
                if (!blocks.contains(prefix)) {
                    refuseOverlap(spec, prefix, "of node " + node.name());
                }
            }
        }
    }

    @Override
    public void validateDelete(Resource gone, StoreView after) {
        List<String> users =
                Demand.all(after).stream()
                        .filter(d -> d.of(gone.name()).filter(Demand.Share::used).isPresent())
                        .map(Demand::node)
                        .toList();
        if (!users.isEmpty()) {
            throw new InvalidResource(
                    "",
                    "addresses of its blocks are in use on "
                            + String.join(", ", users.subList(0, Math.min(NAMED, users.size())))
                            + (users.size() > NAMED ? " and " + (users.size() - NAMED) : "")
                            + (users.size() > NAMED ? " more hosts" : "")
                            + "; release them first");
        }
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("CIDRS", pool -> texts(pool.spec().path("cidrs"))),
                new Column("ASSIGNED", pool -> pool.detail("assigned").orElse("")),
                new Column("HERE", pool -> pool.detail("here").orElse("")));
    }

    private static String texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
    }

    private static void refuseOverlap(ClusterPoolSpec spec, IpPrefix taken, String whose) {
        for (int i = 0; i < spec.networks().size(); i++) {
            if (spec.networks().get(i).overlaps(taken)) {
                throw new InvalidResource(
                        "spec.cidrs[" + i + "]",
                        spec.networks().get(i) + " overlaps " + taken + " " + whose);
            }
        }
    }
}
