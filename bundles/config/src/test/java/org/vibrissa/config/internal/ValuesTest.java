package org.vibrissa.config.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vibrissa.config.ChangeClass;
import org.vibrissa.config.ConfigurationRejected;
import org.vibrissa.config.Key;
import org.vibrissa.config.ValueType;
import org.vibrissa.config.internal.key.Schema;
import org.vibrissa.config.internal.source.Assignment;

class ValuesTest {
    private final Schema schema =
            new Schema(
                    List.of(
                            List.of(
                                    key("x.live", ChangeClass.LIVE),
                                    key("x.swap", ChangeClass.SWAP),
                                    key("x.restart", ChangeClass.RESTART))));

    @Test
    void holdsBackWhatItsClassHoldsBack() throws ConfigurationRejected {
        Values values = new Values();
        values.ask(Resolution.of(schema, List.of(), List.of()));
        List<Assignment> all =
                List.of(set("x.live", "2"), set("x.swap", "2"), set("x.restart", "2"));
        values.ask(Resolution.of(schema, all, List.of()));
        assertEquals("2", values.setting("x.live").orElseThrow().value());
        assertEquals("1", values.setting("x.swap").orElseThrow().value());
        assertEquals(Optional.of("2"), values.setting("x.swap").orElseThrow().pending());
        values.ownerStarts("org.vibrissa.x");
        assertEquals("2", values.setting("x.swap").orElseThrow().value());
        assertEquals("1", values.setting("x.restart").orElseThrow().value());
        assertEquals(Optional.of("2"), values.setting("x.restart").orElseThrow().pending());
    }

    @Test
    void reportsEveryProblemWithTheNearestKey() {
        List<Assignment> all = List.of(set("x.lve", "2"), set("x.swap", "many"), set("x", "1"));
        ConfigurationRejected rejected =
                assertThrows(
                        ConfigurationRejected.class, () -> Resolution.of(schema, all, List.of()));
        assertEquals(3, rejected.problems().size());
        assertTrue(rejected.getMessage().contains("did you mean x.live"), rejected.getMessage());
        assertTrue(rejected.getMessage().contains("'many' is not a whole number"));
        assertTrue(rejected.getMessage().contains("needs a map of keys"));
    }

    @Test
    void leavesVendorKeysForABundleThatComesLater() throws ConfigurationRejected {
        assertEquals(
                3, Resolution.of(schema, List.of(set("vendor.acme.x", "1")), List.of()).size());
    }

    private static Assignment set(String key, String text) {
        return new Assignment(key, text, "test");
    }

    private static Key key(String name, ChangeClass changeClass) {
        return new Key(
                name,
                ValueType.INT,
                "1",
                List.of(),
                OptionalLong.of(0),
                OptionalLong.of(9),
                false,
                "things",
                changeClass,
                "Doc.",
                "org.vibrissa.x",
                "org.vibrissa.x",
                name.substring(2));
    }
}
