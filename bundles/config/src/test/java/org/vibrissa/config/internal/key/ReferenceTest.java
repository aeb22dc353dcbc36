package org.vibrissa.config.internal.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    @Test
    void pageIsMadeFromTheDeclarations() throws IOException {
        assertEquals(
                Reference.page(Path.of("..")),
                Files.readString(Path.of("../../docs/configuration.md")),
                "docs/configuration.md is out of date; run scripts/config-reference");
    }
}
