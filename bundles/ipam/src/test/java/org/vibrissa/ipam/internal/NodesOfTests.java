package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.StoreView;

/** Kind Node, as far as prefixes must not overlap. */
final class NodesOfTests implements ResourceKind<JsonNode> {
    @Override
    public String apiVersion() {
        return IpPoolKind.API_VERSION;
    }

    @Override
    public String kind() {
        return Neighbour.KIND;
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
    public JsonNode decode(JsonNode spec) {
        return spec;
    }

    @Override
    public void validate(Resource candidate, JsonNode spec, StoreView after) {
        for (Neighbour other : Neighbour.all(after)) {
            for (IpPrefix prefix : Neighbour.of(candidate).prefixes()) {
                if (!other.name().equals(candidate.name()) && other.overlap(prefix).isPresent()) {
                    throw new InvalidResource(
                            "spec.prefixes", prefix + " overlaps one of node " + other.name());
                }
            }
        }
    }
}
