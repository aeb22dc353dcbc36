package org.vibrissa.feature;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An OSGi feature as far as the launcher needs it (OSGi Compendium chapter 159).
 *
 * @param version the feature's version, which is the product's
 * @param bundles in the order of the file
 * @param settings configuration keys with values that this feature sets, under the PID {@code
 *     vibrissa} of the file
 * @param readyChecks names of the extension {@code vibrissa-ready}
 */
record Feature(
        String version,
        List<BundleRef> bundles,
        Map<String, String> settings,
        List<String> readyChecks) {
    private static final Set<String> KNOWN =
            Set.of(
                    "feature-resource-version",
                    "id",
                    "name",
                    "description",
                    "license",
                    "vendor",
                    "docURL",
                    "complete",
                    "bundles",
                    "configurations",
                    "extensions");
    private static final String PID = "vibrissa";
    private static final String READY = "vibrissa-ready";

    Feature {
        bundles = List.copyOf(bundles);
        settings = Map.copyOf(settings);
        readyChecks = List.copyOf(readyChecks);
    }

    /**
     * @throws IllegalArgumentException saying what in the text is wrong
     */
    static Feature parse(String json) {
        JsonNode root = read(json);
        root.fieldNames()
                .forEachRemaining(name -> require(KNOWN.contains(name), "unknown " + name));
        require(
                root.path("feature-resource-version").asText().equals("1.0"),
                "feature-resource-version is not 1.0");
        String[] id = root.path("id").asText().split(":", -1);
        require(id.length == 3, "id is not group:artifact:version");
        return new Feature(id[2], bundles(root.path("bundles")), settings(root), readyChecks(root));
    }

    private static JsonNode read(String json) {
        try {
            JsonNode root =
                    new ObjectMapper()
                            .enable(JsonParser.Feature.ALLOW_COMMENTS)
                            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                            .readTree(json);
            require(root.isObject(), "a feature is a JSON object");
            return root;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("feature: " + e.getMessage(), e);
        }
    }

    private static List<BundleRef> bundles(JsonNode array) {
        require(array.isArray() && !array.isEmpty(), "bundles is not an array with entries");
        List<BundleRef> bundles = new ArrayList<>();
        for (JsonNode entry : array) {
            BundleRef bundle = BundleRef.parse(entry);
            require(
                    bundles.stream().noneMatch(other -> other.sameArtifact(bundle)),
                    bundle.id() + " is there twice");
            bundles.add(bundle);
        }
        return bundles;
    }

    private static Map<String, String> settings(JsonNode root) {
        Map<String, String> settings = new TreeMap<>();
        JsonNode configurations = root.path("configurations");
        configurations
                .fieldNames()
                .forEachRemaining(
                        pid -> require(pid.equals(PID), "configurations: PID is not " + PID));
        configurations
                .path(PID)
                .properties()
                .forEach(
                        field -> {
                            require(field.getValue().isValueNode(), field.getKey() + ": no value");
                            settings.put(field.getKey(), field.getValue().asText());
                        });
        return settings;
    }

    private static List<String> readyChecks(JsonNode root) {
        JsonNode extensions = root.path("extensions");
        extensions
                .fieldNames()
                .forEachRemaining(name -> require(name.equals(READY), "unknown extension " + name));
        List<String> names = new ArrayList<>();
        extensions.path(READY).path("json").path("checks").forEach(n -> names.add(n.asText()));
        return names;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException("feature: " + otherwise);
        }
    }
}
