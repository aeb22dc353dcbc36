package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.Column;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.StoreView;

/** The kind of pools: they do not overlap, and keep what is in use. */
@Component(service = {ResourceKind.class, IpPoolKind.class})
public final class IpPoolKind implements ResourceKind<PoolSpec> {
    static final String API_VERSION = "vibrissa.org/v1";
    static final String KIND = "IpPool";

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
                refuseOverlap(spec, other.name(), decode(other.spec()));
            }
        }
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

    @Override
    public void validateDelete(Resource gone, StoreView after) {
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

    private static void refuseOverlap(PoolSpec spec, String name, PoolSpec other) {
        for (int i = 0; i < spec.networks().size(); i++) {
            IpPrefix network = spec.networks().get(i);
            for (IpPrefix taken : other.networks()) {
                if (network.overlaps(taken)) {
                    throw new InvalidResource(
                            "spec.cidrs[" + i + "]",
                            network + " overlaps " + taken + " of pool " + name);
                }
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
