package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.state.Column;
import org.vibrissa.state.ResourceKind;

/** The kind in which each host says how many blocks it needs; named as the host. */
@Component(service = {ResourceKind.class, PoolDemandKind.class})
public final class PoolDemandKind implements ResourceKind<Demand> {
    static final String KIND = "PoolDemand";

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
        return "pooldemands";
    }

    @Override
    public boolean managed() {
        return true;
    }

    @Override
    public boolean fleetWide() {
        return true;
    }

    @Override
    public Demand decode(JsonNode spec) {
        return Demand.decode("", spec);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column(
                        "POOLS",
                        demand ->
                                demand.spec()
                                        .path("pools")
                                        .valueStream()
                                        .map(share -> share.path("pool").asText())
                                        .collect(Collectors.joining(","))));
    }
}
