package org.vibrissa.state.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import org.vibrissa.state.Document;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.SpecReader;
import org.vibrissa.state.StoreView;

/** A kind whose resources have a number that no other one may have. */
public final class TestKind implements ResourceKind<TestKind.Spec> {
    static final String VERSION = "vibrissa.org/v1";
    static final String KIND = "Widget";

    record Spec(long number, List<String> tags) {}

    @Override
    public String apiVersion() {
        return VERSION;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String plural() {
        return "widgets";
    }

    @Override
    public List<String> shortNames() {
        return List.of("wd");
    }

    @Override
    public Spec decode(JsonNode node) {
        SpecReader reader = SpecReader.of(node, "spec");
        Spec spec =
                new Spec(
                        reader.integer("number", 0, Integer.MAX_VALUE).orElse(0L),
                        reader.texts("tags"));
        reader.end();
        return spec;
    }

    @Override
    public void validate(Resource candidate, Spec spec, StoreView after) {
        for (Resource other : after.list(KIND)) {
            if (!other.name().equals(candidate.name())
                    && spec.number() != 0
                    && decode(other.spec()).number() == spec.number()) {
                throw new InvalidResource(
                        "spec.number", spec.number() + " is taken by " + other.name());
            }
        }
    }

    @Override
    public void validateDelete(Resource gone, StoreView after) {
        if (gone.name().equals("keep")) {
            throw new InvalidResource("", "is needed");
        }
    }

    static Document document(String name, long number) {
        return Document.of(
                "test",
                VERSION,
                KIND,
                name,
                Map.of("app", "test"),
                JsonNodeFactory.instance.objectNode().put("number", number));
    }
}
