package org.vibrissa.etcd.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.vibrissa.state.Document;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.StoreView;

/**
 * A kind of the whole fleet. Where {@code unique}, no two resources may have the same number.
 *
 * @param kind its name
 */
record TestKind(String kind, boolean unique) implements ResourceKind<JsonNode> {
    static final String VERSION = "vibrissa.org/v1";

    @Override
    public String apiVersion() {
        return VERSION;
    }

    @Override
    public String plural() {
        return kind.toLowerCase(java.util.Locale.ROOT) + "s";
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
        for (Resource other : after.list(kind)) {
            if (unique
                    && !other.name().equals(candidate.name())
                    && other.spec().path("number").equals(spec.path("number"))) {
                throw new InvalidResource("spec.number", "is taken by " + other.name());
            }
        }
    }

    static Document document(String kind, String name, JsonNode spec) {
        return Document.of("test", VERSION, kind, name, Map.of("made", "by-test"), spec);
    }
}
