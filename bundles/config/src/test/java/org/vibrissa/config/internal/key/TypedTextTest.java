package org.vibrissa.config.internal.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.config.ValueType;

class TypedTextTest {
    @ParameterizedTest
    @CsvSource({
        "0s, 0, 0s",
        "500ms, 500000000, 500ms",
        "90s, 90000000000, 1m30s",
        "1h30m, 5400000000000, 1h30m",
        "25h, 90000000000000, 1d1h",
        "1us, 1000, 1us"
    })
    void readsDurations(String text, long nanos, String canonical) {
        assertEquals(nanos, TypedText.read(ValueType.DURATION, text));
        assertEquals(canonical, TypedText.write(ValueType.DURATION, nanos));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "4096, 4096, 4KiB",
        "64KiB, 65536, 64KiB",
        "16M, 16777216, 16MiB",
        "1500, 1500, 1500",
        "2gib, 2147483648, 2GiB"
    })
    void readsSizes(String text, long bytes, String canonical) {
        assertEquals(bytes, TypedText.read(ValueType.BYTES, text));
        assertEquals(canonical, TypedText.write(ValueType.BYTES, bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "INT, 12x",
        "INT, 1.5",
        "INT, ''",
        "INT, 9999999999999999999",
        "BOOL, yes",
        "BOOL, TRUE",
        "DURATION, 30",
        "DURATION, 30 s",
        "DURATION, s",
        "DURATION, 1h30",
        "DURATION, 400000d",
        "DURATION, -1s",
        "BYTES, 1.5M",
        "BYTES, K",
        "BYTES, 99999999999G",
        "BYTES, -1"
    })
    void refusesWhatIsNotOfTheType(ValueType type, String text) {
        assertThrows(IllegalArgumentException.class, () -> TypedText.read(type, text));
    }

    @Test
    void readsListsWithAndWithoutBrackets() {
        String[] expected = {"a", "b"};
        assertArrayEquals(expected, (String[]) TypedText.read(ValueType.LIST, "a,b"));
        assertArrayEquals(expected, (String[]) TypedText.read(ValueType.LIST, "[a, b]"));
        assertArrayEquals(new String[0], (String[]) TypedText.read(ValueType.LIST, "[]"));
        assertEquals("[a, b]", TypedText.write(ValueType.LIST, expected));
    }
}
