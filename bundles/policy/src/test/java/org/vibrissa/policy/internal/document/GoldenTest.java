package org.vibrissa.policy.internal.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.state.Document;

/** Each NAME.yaml means what NAME.txt says. */
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/policies");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "star-wars",
                "star-wars-l7",
                "peers",
                "ports",
                "pending",
                "clusterwide",
                "network-policy"
            })
    void meansWhatItsTextSays(String name) throws IOException {
        List<Document> documents =
                Texts.documents(name + ".yaml", Files.readString(FOLDER.resolve(name + ".yaml")));
        String actual =
                documents.stream()
                        .flatMap(document -> Texts.lines(Texts.translate(document)).stream())
                        .collect(Collectors.joining("\n", "", "\n"));
        assertEquals(Files.readString(FOLDER.resolve(name + ".txt")), actual);
    }
}
