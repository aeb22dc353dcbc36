package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/** The mode in the PathGroup resource: what hosts begin with that come later. */
final class GroupDeclaration implements Transaction.Declaration {
    private static final String KIND = "PathGroup";

    private final ResourceStore store;

    GroupDeclaration(ResourceStore store) {
        this.store = store;
    }

    @Override
    public void write(String group, String mode) {
        Optional<Resource> known = store.get(ResourceKey.of(KIND, group));
        ObjectNode spec =
                known.map(resource -> (ObjectNode) resource.spec().deepCopy())
                        .orElseGet(JsonNodeFactory.instance::objectNode);
        if (mode.equals(spec.path("mode").asText())) {
            return;
        }
        spec.put("mode", mode);
        Metadata metadata =
                known.map(Resource::metadata)
                        .map(m -> Metadata.of(group, "", m.labels(), m.annotations()))
                        .orElseGet(
                                () ->
                                        Metadata.of(
                                                group,
                                                "",
                                                new java.util.TreeMap<>(),
                                                new java.util.TreeMap<>()));
        store.apply(
                List.of(
                        new Document(
                                "mode set",
                                1,
                                "vibrissa.org/v1",
                                KIND,
                                metadata,
                                spec,
                                java.util.Map.of())),
                ApplyOptions.DAEMON);
    }
}
