package org.vibrissa.config.internal.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.config.Key;

class DeclarationsTest {
    private static final String GOOD =
            "{'keys':[{'key':'ct.tcp-timeout','type':'duration','default':'6h','min':'1s','max':'10d',"
                    + "'class':'live','doc':'D.','pid':'p','property':'tcp.timeout'}]}";

    @Test
    void readsLimitsInTheTypesOwnText() throws IOException {
        Key key = read(GOOD).get(0);
        assertEquals(1_000_000_000L, key.min().orElseThrow());
        assertEquals("10d", KeyCheck.limit(key, key.max().orElseThrow()));
        assertEquals(
                "500ms is less than 1s",
                assertThrows(IllegalArgumentException.class, () -> KeyCheck.typed(key, "500ms"))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'default':'6h' | 'default':'6' | is not a duration",
                "'type':'duration' | 'type':'time' | ct.tcp-timeout",
                "'class':'live' | 'class':'hot' | ct.tcp-timeout",
                "ct.tcp-timeout | Timeout | dotted words",
                "'doc' | 'docs' | unknown docs",
                "'pid':'p' | 'pid':null | has no pid",
            })
    void namesTheBundleAndTheFault(String part, String replacement, String expected) {
        String json = GOOD.replace(part, replacement);
        String message =
                assertThrows(IllegalArgumentException.class, () -> read(json)).getMessage();
        assertTrue(message.startsWith("org.vibrissa.ct: "), message);
        assertTrue(message.contains(expected), message);
    }

    @Test
    void refusesAKeyOfTwoBundlesAndAKeyBelowAnother() throws IOException {
        Key key = read(GOOD).get(0);
        List<Key> other = readAs("org.vendor.x", GOOD);
        assertThrows(
                IllegalArgumentException.class, () -> new Schema(List.of(List.of(key), other)));
        List<Key> below = read(GOOD.replace("ct.tcp-timeout", "ct.tcp-timeout.x"));
        assertThrows(
                IllegalArgumentException.class, () -> new Schema(List.of(List.of(key), below)));
    }

    @Test
    void refusesWhatIsNoPowerOfTwoWhereOneIsNeeded() throws IOException {
        Key key =
                read("{'keys':[{'key':'d.sample','type':'int','default':'1024','powerOfTwo':true,"
                                + "'class':'live','doc':'D.','pid':'p','property':'s'}]}")
                        .get(0);
        assertEquals(0L, KeyCheck.typed(key, "0"));
        assertEquals(1L, KeyCheck.typed(key, "1"));
        assertEquals(
                "1000 is not a power of two; next to it are 512 and 1024",
                assertThrows(IllegalArgumentException.class, () -> KeyCheck.typed(key, "1000"))
                        .getMessage());
        String timed = GOOD.replace("'max':'10d'", "'powerOfTwo':true");
        assertThrows(IllegalArgumentException.class, () -> read(timed));
    }

    @Test
    void findsTheNearestKey() throws IOException {
        Schema schema = new Schema(List.of(read(GOOD)));
        assertEquals(List.of("ct.tcp-timeout"), schema.nearest("ct.tcp-timout"));
        assertEquals(List.of("ct.tcp-timeout"), schema.nearest("conntrack.tcp-timeout"));
        assertEquals(List.of(), schema.nearest("colour"));
    }

    private static List<Key> read(String json) throws IOException {
        return readAs("org.vibrissa.ct", json);
    }

    private static List<Key> readAs(String owner, String json) throws IOException {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return Declarations.read(owner, new ByteArrayInputStream(bytes));
    }
}
