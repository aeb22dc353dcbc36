package org.vibrissa.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureTest {
    private static final String GOOD =
            """
            {"feature-resource-version": "1.0", "id": "g:a:1.2.3", // comment
             "bundles": [{"id": "g:b:1", "start-order": 3}, {"id": "g:c:jar:x86:2", "start-order": 1}],
             "configurations": {"vibrissa": {"log.level": "warn"}},
             "extensions": {"vibrissa-ready": {"type": "json", "json": {"checks": ["Datapath"]}}}}
            """;

    @Test
    void readsWhatTheLauncherNeeds() {
        Feature feature = Feature.parse(GOOD);
        assertEquals("1.2.3", feature.version());
        assertEquals(Map.of("log.level", "warn"), feature.settings());
        assertEquals(List.of("Datapath"), feature.readyChecks());
        assertEquals("g.b-1.jar", feature.bundles().get(0).fileName());
        assertEquals("g.c-2-x86.jar", feature.bundles().get(1).fileName());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"1.0\" | \"2.0\" | feature-resource-version",
                "g:a:1.2.3 | g:a | id is not",
                "\"bundles\" | \"bundels\" | unknown bundels",
                "g:b:1 | g:b | not an artifact id",
                "\"start-order\": 3 | \"start-order\": 0 | start-order is not 1 to 99",
                "g:b:1 | g:c:jar:x86:1 | is there twice",
                "vibrissa-ready | other | unknown extension",
                "\"vibrissa\": | \"pid\": | PID is not",
                "]}}}} | ]}}} | feature: "
            })
    void saysWhatIsWrong(String part, String replacement, String expected) {
        String json = GOOD.replace(part, replacement);
        String message =
                assertThrows(IllegalArgumentException.class, () -> Feature.parse(json))
                        .getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void takesPackagesAndVersionsOutOfAnExportHeader() {
        assertEquals(
                List.of("a.b;version=\"1.2\"", "c", "d;version=\"3\""),
                ExportedPackages.parse(
                        "a.b;uses:=\"x,y;version=9\";version=\"1.2\",c;x=y,d;version=3"));
    }
}
