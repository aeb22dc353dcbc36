package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.state.Column;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.StoreView;

/** The kind of leases; written by ipam alone. */
@Component(service = {ResourceKind.class, IpLeaseKind.class})
public final class IpLeaseKind implements ResourceKind<Lease> {
    static final String KIND = "IpLease";

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
        return "ipleases";
    }

    @Override
    public boolean managed() {
        return true;
    }

    @Override
    public Lease decode(JsonNode spec) {
        return Lease.decode(spec);
    }

    /** Lest a pool changes between the choice of an address and its lease. */
    @Override
    public void validate(Resource candidate, Lease lease, StoreView after) {
        if (!lease.inUse()) {
            return;
        }
        Resource pool =
                after.get(ResourceKey.of(IpPoolKind.KIND, lease.pool()))
                        .orElseThrow(
                                () ->
                                        new InvalidResource(
                                                "spec.pool", "no IpPool " + lease.pool()));
        PoolSpec.decode(pool.spec())
                .whyNot(lease.address())
                .ifPresent(
                        problem -> {
                            throw new InvalidResource("spec.address", lease.text() + " " + problem);
                        });
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("ADDRESS", lease -> lease.spec().path("address").asText()),
                new Column("POOL", lease -> lease.spec().path("pool").asText()),
                new Column("OWNER", lease -> lease.spec().path("owner").asText()),
                new Column("STATE", lease -> lease.spec().path("state").asText()));
    }
}
