package org.vibrissa.node.internal.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.Status;
import org.vibrissa.state.StoreView;

/** Resources and views of a store, made of text. */
public final class Specs {
    private Specs() {}

    /** JSON in which single quotes stand for double ones. */
    public static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static Resource resource(
            String kind, String name, Map<String, String> labels, String spec) {
        return new Resource(
                NodeKind.API_VERSION,
                kind,
                new Metadata(
                        name,
                        "",
                        new TreeMap<>(labels),
                        new TreeMap<>(),
                        "uid-" + name,
                        1,
                        Instant.EPOCH),
                json(spec),
                Status.pending("", Instant.EPOCH));
    }

    public static Resource node(String name, String address, String prefix) {
        return resource(
                NodeKind.NAME,
                name,
                Map.of(),
                "{'addresses': ['" + address + "'], 'prefixes': ['" + prefix + "']}");
    }

    public static StoreView view(Resource... resources) {
        List<Resource> all = List.of(resources);
        return new StoreView() {
            @Override
            public long revision() {
                return 1;
            }

            @Override
            public Optional<Resource> get(ResourceKey key) {
                return all.stream().filter(each -> each.key().equals(key)).findFirst();
            }

            @Override
            public List<Resource> list(String kind) {
                return all.stream().filter(each -> each.kind().equals(kind)).toList();
            }

            @Override
            public List<Resource> all() {
                return new ArrayList<>(all);
            }
        };
    }
}
