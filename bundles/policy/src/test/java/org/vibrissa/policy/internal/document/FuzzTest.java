package org.vibrissa.policy.internal.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vibrissa.state.Document;
import org.vibrissa.state.Metadata;

/** Whatever a document says, it is translated or refused with paths; nothing else happens. */
class FuzzTest {
    private static final Metadata METADATA = Metadata.of("p", "prod", Map.of(), Map.of());
    private static final int ROUNDS = 20_000;

    @Test
    void changedDocumentsAreTranslatedOrRefusedWithAPath() throws IOException {
        Random random = new Random(20260101);
        List<Document> seeds = new ArrayList<>();
        for (String name : List.of("peers", "ports", "pending", "clusterwide", "network-policy")) {
            Path file = Path.of("src/test/resources/policies", name + ".yaml");
            seeds.addAll(Texts.documents(name, Files.readString(file)));
        }
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Document seed = seeds.get(random.nextInt(seeds.size()));
            JsonNode spec = seed.spec().deepCopy();
            for (int i = random.nextInt(3); i >= 0; i--) {
                spec = mutate(spec, random);
            }
            Translation once = Translator.translate(seed.kind(), METADATA, spec, Texts.GROUPS);
            assertEquals(once, Translator.translate(seed.kind(), METADATA, spec, Texts.GROUPS));
            for (Problem problem : once.errors()) {
                assertTrue(problem.path().startsWith("spec"), problem::toString);
                assertFalse(problem.text().isBlank());
            }
            once.policies()
                    .forEach(
                            policy -> {
                                assertFalse(Meaning.of(policy).isBlank());
                                policy.rules().forEach(r -> assertFalse(Meaning.of(r).isBlank()));
                                assertTrue(
                                        policy.rules().stream()
                                                .noneMatch(
                                                        r -> r.deny() && r.waitsFor().isPresent()));
                            });
            refused += once.errors().isEmpty() ? 0 : 1;
        }
        assertTrue(refused > ROUNDS / 4 && refused < ROUNDS, "refused " + refused);
    }

    /** Replaces, removes, doubles or renames one value somewhere. */
    private static JsonNode mutate(JsonNode node, Random random) {
        if (node.isEmpty() || random.nextInt(8) == 0) {
            return anything(node, random);
        }
        if (node.isArray()) {
            ArrayNode array = (ArrayNode) node;
            int at = random.nextInt(array.size());
            switch (random.nextInt(8)) {
                case 0 -> array.remove(at);
                case 1 -> array.add(array.get(at).deepCopy());
                default -> array.set(at, mutate(array.get(at), random));
            }
            return array;
        }
        ObjectNode object = (ObjectNode) node;
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(10)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name + "x", object.remove(name));
            case 2 -> object.putNull(name);
            default -> object.set(name, mutate(object.get(name), random));
        }
        return object;
    }

    private static JsonNode anything(JsonNode before, Random random) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(12)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.booleanNode(random.nextBoolean());
            case 2 -> nodes.numberNode(random.nextInt());
            case 3 -> nodes.numberNode(random.nextDouble());
            case 4 -> nodes.textNode("");
            case 5 -> nodes.textNode(before.asText() + (char) random.nextInt(0x250));
            case 6 -> nodes.arrayNode();
            case 7 -> nodes.objectNode();
            case 8 -> nodes.arrayNode().add(before.deepCopy());
            case 9 -> nodes.numberNode(Long.MAX_VALUE);
            case 10 -> nodes.textNode(Integer.toString(random.nextInt(70000)));
            default -> nodes.objectNode().set("matchLabels", before.deepCopy());
        };
    }
}
