package org.vibrissa.identity.internal.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.state.Column;
import org.vibrissa.state.ResourceKind;

/** The kind in which each host tells the others of its endpoints; named as the host. */
@Component(service = {ResourceKind.class, NodeEndpointsKind.class})
public final class NodeEndpointsKind implements ResourceKind<NodeEndpoints> {
    @Override
    public String apiVersion() {
        return NodeEndpoints.API_VERSION;
    }

    @Override
    public String kind() {
        return NodeEndpoints.KIND;
    }

    @Override
    public String plural() {
        return "nodeendpoints";
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
    public NodeEndpoints decode(JsonNode spec) {
        return NodeEndpoints.decode(spec);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("SETS", r -> Integer.toString(r.spec().path("sets").size())),
                new Column(
                        "ENDPOINTS",
                        r ->
                                Integer.toString(
                                        r.spec()
                                                .path("sets")
                                                .valueStream()
                                                .mapToInt(s -> s.path("endpoints").size())
                                                .sum())));
    }
}
