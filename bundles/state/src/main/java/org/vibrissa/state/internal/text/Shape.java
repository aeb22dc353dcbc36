package org.vibrissa.state.internal.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.vibrissa.state.Document;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.SpecReader;

/** Checks one document's top level and metadata, or those of each item of a list. */
public final class Shape {
    private static final List<String> TOP =
            List.of("apiVersion", "kind", "metadata", "spec", "status");

    /** Beside spec in Cilium's kinds: a list of specs. It is kept inside the spec. */
    private static final String SPECS = "specs";

    private static final String CILIUM = "cilium.io/";

    /** What servers write into metadata; accepted and ignored. */
    private static final List<String> SERVER_METADATA =
            List.of(
                    "uid",
                    "generation",
                    "creationTimestamp",
                    "generateName",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds",
                    "resourceVersion",
                    "selfLink",
                    "managedFields",
                    "ownerReferences",
                    "finalizers");

    private final String source;
    private final int number;
    private final Tree tree;

    Shape(String source, int number, Tree tree) {
        this.source = source;
        this.number = number;
        this.tree = tree;
    }

    void read(List<Document> documents, List<InvalidResource> problems) {
        JsonNode root = tree.root();
        JsonNode items = root.path("items");
        if (root.path("kind").asText().equals("List") && items.isArray()) {
            int i = 0;
            for (JsonNode item : items) {
                one(item, "items[" + i++ + "]", documents, problems);
            }
        } else {
            one(root, "", documents, problems);
        }
    }

    private void one(
            JsonNode node,
            String prefix,
            List<Document> documents,
            List<InvalidResource> problems) {
        Map<String, Integer> lines = below(prefix);
        Document place =
                new Document(
                        source,
                        number,
                        "",
                        "",
                        Metadata.of("", "", Map.of(), Map.of()),
                        node,
                        lines);
        try {
            documents.add(document(node, lines));
        } catch (InvalidResource e) {
            problems.add(e.at(place.place(e.path())));
        }
    }

    private Document document(JsonNode node, Map<String, Integer> lines) {
        if (!node.isObject()) {
            throw new InvalidResource(
                    "", "is no resource: a map with apiVersion, kind, metadata and spec is needed");
        }
        boolean several = node.has(SPECS) && node.path("apiVersion").asText().startsWith(CILIUM);
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!TOP.contains(member.getKey()) && !(several && member.getKey().equals(SPECS))) {
                throw new InvalidResource(
                        member.getKey(),
                        "unknown field"
                                + org.vibrissa.state.NearestName.hint(member.getKey(), TOP));
            }
        }
        String apiVersion = text(node, "apiVersion");
        String kind = text(node, "kind");
        if (!node.has("metadata")) {
            throw new InvalidResource("metadata", "is required");
        }
        Metadata metadata = metadata(SpecReader.of(node.get("metadata"), "metadata"));
        JsonNode spec = several ? withSpecs(node) : node.path("spec");
        return new Document(
                source,
                number,
                apiVersion,
                kind,
                metadata,
                spec.isMissingNode() || spec.isNull()
                        ? JsonNodeFactory.instance.objectNode()
                        : spec,
                lines);
    }

    private static JsonNode withSpecs(JsonNode node) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        if (node.path("spec").isObject()) {
            spec.setAll((ObjectNode) node.path("spec"));
        } else if (node.hasNonNull("spec")) {
            throw new InvalidResource("spec", "must be a map");
        }
        spec.set(SPECS, node.get(SPECS));
        return spec;
    }

    /** A resource with its list of specs beside spec, where users write it. */
    static ObjectNode asWritten(ObjectNode resource) {
        JsonNode specs = resource.path("spec").path(SPECS);
        if (specs.isMissingNode() || !resource.path("apiVersion").asText().startsWith(CILIUM)) {
            return resource;
        }
        ObjectNode spec = resource.path("spec").deepCopy();
        spec.remove(SPECS);
        resource.remove("spec");
        if (!spec.isEmpty()) {
            resource.set("spec", spec);
        }
        resource.set(SPECS, specs);
        return resource;
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new InvalidResource(
                    field, value.isMissingNode() ? "is required" : "must be a text");
        }
        return value.textValue();
    }

    private static Metadata metadata(SpecReader reader) {
        Optional<String> name = reader.text("name");
        String namespace = reader.text("namespace").orElse("");
        Map<String, String> labels = texts(reader, "labels");
        Map<String, String> annotations = texts(reader, "annotations");
        SERVER_METADATA.forEach(reader::raw);
        reader.end();
        if (name.isEmpty()) {
            throw new InvalidResource("metadata.name", "is required");
        }
        Metadata metadata = Metadata.of(name.get(), namespace, labels, annotations);
        check(metadata, true);
        return metadata;
    }

    private static Map<String, String> texts(SpecReader reader, String field) {
        Optional<SpecReader> map = reader.object(field);
        Map<String, String> texts = new TreeMap<>();
        if (map.isPresent()) {
            List<String> keys = new ArrayList<>();
            reader.raw(field).orElseThrow().fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                texts.put(key, map.get().requiredText(key));
            }
        }
        return texts;
    }

    /**
     * Checks name, namespace, labels and annotations; also for documents made in code.
     *
     * @param dotted whether the name may have dots
     */
    public static void check(Metadata metadata, boolean dotted) {
        refuse(
                "metadata.name",
                metadata.name(),
                dotted ? Names::dnsNameProblem : Names::dnsLabelProblem);
        if (!metadata.namespace().isEmpty()) {
            refuse("metadata.namespace", metadata.namespace(), Names::dnsLabelProblem);
        }
        metadata.labels()
                .forEach(
                        (key, value) -> {
                            refuse("metadata.labels", key, Names::keyProblem);
                            refuse("metadata.labels." + key, value, Names::labelValueProblem);
                        });
        metadata.annotations()
                .keySet()
                .forEach(key -> refuse("metadata.annotations", key, Names::keyProblem));
    }

    private static void refuse(
            String path, String value, Function<String, Optional<String>> problemOf) {
        Optional<String> problem = problemOf.apply(value);
        if (problem.isPresent()) {
            throw new InvalidResource(path, problem.get());
        }
    }

    private Map<String, Integer> below(String prefix) {
        if (prefix.isEmpty()) {
            return tree.lines();
        }
        Map<String, Integer> lines = new HashMap<>();
        tree.lines()
                .forEach(
                        (path, line) -> {
                            if (path.equals(prefix)) {
                                lines.put("", line);
                            } else if (path.startsWith(prefix + ".")) {
                                lines.put(path.substring(prefix.length() + 1), line);
                            }
                        });
        return lines;
    }
}
