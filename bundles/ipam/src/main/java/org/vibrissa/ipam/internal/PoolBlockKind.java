package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.state.Column;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.StoreView;

/** The kind of assigned blocks; written by the fleet's coordinator alone. */
@Component(service = {ResourceKind.class, PoolBlockKind.class})
public final class PoolBlockKind implements ResourceKind<Block> {
    static final String KIND = "PoolBlock";

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
        return "poolblocks";
    }

    @Override
    public List<String> shortNames() {
        return List.of("block", "blocks");
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
    public Block decode(JsonNode spec) {
        return Block.decode(spec);
    }

    /** Its pool may be still on its way from another host. */
    @Override
    public void validate(Resource candidate, Block block, StoreView after) {
        if (!candidate.name().equals(block.name())) {
            throw new InvalidResource(
                    "metadata.name", "must be " + block.name() + " for " + block.network());
        }
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("CIDR", block -> block.spec().path("cidr").asText()),
                new Column("POOL", block -> block.spec().path("pool").asText()),
                new Column("NODE", block -> block.spec().path("node").asText()));
    }
}
