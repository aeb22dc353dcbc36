package org.vibrissa.policy.internal.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SupportPageTest {
    @Test
    void pageIsMadeFromTheFieldsThatTheDecoderKnows() throws IOException {
        assertEquals(
                SupportPage.page(),
                Files.readString(Path.of("../../docs/policy-support.md")),
                "docs/policy-support.md is out of date; run scripts/policy-support");
    }
}
