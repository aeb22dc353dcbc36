package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.Column;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.StoreView;

/**
 * The kind of pools: they overlap neither one another nor what is another host's, and keep what is
 * in use. The daemon makes those of this host's blocks of a ClusterPool itself.
 */
@Component(service = {ResourceKind.class, IpPoolKind.class})
public final class IpPoolKind implements ResourceKind<PoolSpec> {
    static final String API_VERSION = "vibrissa.org/v1";
    static final String KIND = "IpPool";

    private final Node self;

    @Activate
    public IpPoolKind(@Reference Node self) {
        this.self = self;
    }

    @Override
    public String apiVersion() {
        return API_VERSION;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String plural() {
        return "ippools";
    }

    @Override
    public List<String> shortNames() {
        return List.of("pool", "pools");
    }

    @Override
    public PoolSpec decode(JsonNode spec) {
        return PoolSpec.decode(spec);
    }

    @Override
    public void validate(Resource candidate, PoolSpec spec, StoreView after) {
        for (Resource other : after.list(KIND)) {
            if (!other.name().equals(candidate.name())) {
                for (IpPrefix taken : decode(other.spec()).networks()) {
                    refuseOverlap(spec, taken, "of pool " + other.name());
                }
            }
        }
        apartFromClusterPools(candidate.name(), spec, after);
        apartFromOtherHosts(spec, after);
        for (Lease lease : used(candidate.name(), after)) {
            Optional<String> problem = spec.whyNot(lease.address());
            if (problem.isPresent()) {
                throw new InvalidResource(
                        "spec",
                        lease.text()
                                + " is in use by "
                                + lease.owner()
                                + " and "
                                + problem.get()
                                + "; release it first");
            }
        }
    }

    private static void apartFromClusterPools(String name, PoolSpec spec, StoreView after) {
        for (Resource other : after.list(ClusterPoolKind.KIND)) {
            if (spec.clusterPool().filter(other.name()::equals).isPresent()) {
                continue;
            }
            if (other.name().equals(name)) {
                throw new InvalidResource(
                        "metadata.name",
                        "is that of a cluster pool, whose blocks are this host's pool " + name);
            }
            for (IpPrefix taken : ClusterPoolSpec.decode(other.spec()).networks()) {
                refuseOverlap(spec, taken, "of cluster pool " + other.name());
            }
        }
    }

    /** A prefix of another host is routed to it, and cannot lead to endpoints here as well. */
    private void apartFromOtherHosts(PoolSpec spec, StoreView after) {
        for (Neighbour node : Neighbour.all(after)) {
            if (!node.name().equals(self.name())) {
                for (IpPrefix prefix : node.prefixes()) {
                    refuseOverlap(spec, prefix, "of node " + node.name());
                }
            }
        }
        for (Block block : Block.all(after)) {
            if (!block.node().equals(self.name())) {
                refuseOverlap(
                        spec,
                        block.network(),
                        "of cluster pool " + block.pool() + ", assigned to node " + block.node());
            }
        }
    }

    /** What the daemon has made of a ClusterPool follows that one alone. */
    @Override
    public void validateUserChange(
            Optional<Resource> before, Resource candidate, PoolSpec spec, StoreView after) {
        Optional<String> made =
                spec.clusterPool().or(() -> before.flatMap(b -> decode(b.spec()).clusterPool()));
        if (made.isPresent()) {
            throw new InvalidResource(
                    "spec",
                    "pools with clusterPool are made by the daemon; change ClusterPool "
                            + made.get()
                            + " instead");
        }
    }

    @Override
    public void validateDelete(Resource gone, StoreView after) {
        Optional<String> made = decode(gone.spec()).clusterPool();
        boolean needed =
                made.flatMap(pool -> ClusterPoolKind.find(after, pool)).isPresent()
                        && Block.all(after).stream()
                                .filter(block -> block.node().equals(self.name()))
                                .anyMatch(block -> block.pool().equals(made.get()));
        if (needed) {
            throw new InvalidResource(
                    "", "it is made of ClusterPool " + made.get() + "; delete that one instead");
        }
        List<Lease> used = used(gone.name(), after);
        if (!used.isEmpty()) {
            throw new InvalidResource(
                    "",
                    used.size()
                            + " of its addresses are in use, such as "
                            + used.get(0).text()
                            + " by "
                            + used.get(0).owner()
                            + "; release them first");
        }
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("CIDRS", pool -> texts(pool.spec().path("cidrs"))),
                new Column("USED", pool -> pool.detail("used").orElse("")),
                new Column("QUARANTINED", pool -> pool.detail("quarantined").orElse("")),
                new Column("FREE", pool -> pool.detail("free").orElse("")));
    }

    private static String texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
    }

    private static void refuseOverlap(PoolSpec spec, IpPrefix taken, String whose) {
        for (int i = 0; i < spec.networks().size(); i++) {
            IpPrefix network = spec.networks().get(i);
            if (network.overlaps(taken) && !spec.closed().contains(network)) {
                throw new InvalidResource(
                        "spec.cidrs[" + i + "]", network + " overlaps " + taken + " " + whose);
            }
        }
    }

    private static List<Lease> used(String pool, StoreView view) {
        return view.list(IpLeaseKind.KIND).stream()
                .map(resource -> Lease.decode(resource.spec()))
                .filter(lease -> lease.pool().equals(pool) && lease.inUse())
                .toList();
    }
}
