package org.vibrissa.hubble.internal.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.util.Timestamps;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhenTest {
    private static final Clock NOON =
            Clock.fixed(Instant.parse("2026-03-05T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3s | 2026-03-05T11:59:57Z",
                "1h43m | 2026-03-05T10:17:00Z",
                "1.5s | 2026-03-05T11:59:58.500Z",
                "250ms | 2026-03-05T11:59:59.750Z",
                "-1m | 2026-03-05T12:01:00Z",
                "2026-03-04 | 2026-03-04T00:00:00Z",
                "2026-03-04T07Z | 2026-03-04T07:00:00Z",
                "2026-03-04T07:30+01:00 | 2026-03-04T06:30:00Z",
                "2026-03-04T07:30:15.5Z | 2026-03-04T07:30:15.500Z",
                "Wed, 04 Mar 2026 07:30:15 +0000 | 2026-03-04T07:30:15Z"
            })
    void readsTimes(String text, String time) {
        assertEquals(time, Timestamps.toString(When.parse(text, NOON)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "3", "3 s", "1d", "2026-13-01", "12:00"})
    void refusesWhatIsNone(String text) {
        assertThrows(IllegalArgumentException.class, () -> When.parse(text, NOON), text);
    }
}
