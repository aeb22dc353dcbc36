package org.vibrissa.policy.internal.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vibrissa.state.Document;

/** Each NAME.yaml means what NAME.txt says. */
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/policies");

    private static final List<String> NAMES =
            List.of(
                    "star-wars",
                    "star-wars-l7",
                    "peers",
                    "ports",
                    "pending",
                    "clusterwide",
                    "network-policy",
                    "deny",
                    "group");

    static List<String> names() {
        return NAMES.subList(0, NAMES.size() - 1);
    }

    @ParameterizedTest
    @MethodSource("names")
    void meansWhatItsTextSays(String name) throws IOException {
        List<Document> documents =
                Texts.documents(name + ".yaml", Files.readString(FOLDER.resolve(name + ".yaml")));
        String actual =
                documents.stream()
                        .flatMap(document -> Texts.lines(Texts.translate(document)).stream())
                        .collect(Collectors.joining("\n", "", "\n"));
        assertEquals(Files.readString(FOLDER.resolve(name + ".txt")), actual);
    }

    @Test
    void everyFieldIsInSomeExample() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String name : NAMES) {
            String text = Files.readString(FOLDER.resolve(name + ".yaml"));
            Texts.documents(name, text).forEach(document -> names(document.spec(), used));
        }
        for (Part part : Part.values()) {
            for (Field field : part.fields()) {
                assertTrue(
                        field.state() == Field.State.REFUSED || used.contains(field.name()),
                        () -> part + "." + field.name());
            }
        }
    }

    private static void names(JsonNode node, Set<String> names) {
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(child -> names(child, names));
    }
}
