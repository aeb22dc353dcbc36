package org.vibrissa.identity.internal.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.identity.Label;

final class LabelFilterTest {
    private static boolean counts(String label, String... patterns) {
        return LabelFilter.of(List.of(patterns)).counts(Label.parse(label));
    }

    @ParameterizedTest
    @CsvSource({
        "any:org=empire,true",
        "unit:name=web.service,true",
        "k8s:io.kubernetes.pod.namespace=default,true",
        "reserved:health,true",
        "vm:role=db,true",
        "k8s:app=x,false",
        "node:name=n,false",
        "netns:name=ns1,false",
        "vm:name=vm1,false",
        "any:pod-template-hash=4,false",
        "any:example.org/controllerRevision=4,false",
        "any:generation=4,false",
        "any:uid=4,false",
        "any:build-timestamp=4,false",
        "any:commit=4,false"
    })
    void countsByDefaultWhatTellsWorkloadsApart(String label, boolean counts) {
        assertEquals(counts, counts(label));
    }

    @ParameterizedTest
    @CsvSource({
        "any:org=1,any:org,true",
        "any:org=1,org,true",
        "any:organ=1,org,true",
        "any:organ=1,org$,false",
        "any:org=1,any:team,false",
        "any:org=1,unit:,false",
        "any:org=1,!team,true",
        "any:org=1,!org,false",
        "any:org=1,!unit:org,true"
    })
    void obeysOnePattern(String label, String pattern, boolean counts) {
        assertEquals(counts, counts(label, pattern));
    }

    @Test
    void neverCountsWhatIsExcluded() {
        assertEquals(false, counts("any:org=1", "any:org", "!any:o"));
        assertEquals(true, counts("any:app=1", "any:", "!any:o"));
        assertTrue(counts("reserved:host", "!.*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"any:(", "!docker:x", "[", "unt:x"})
    void saysWhichPatternIsNone(String pattern) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> LabelFilter.of(List.of(pattern)))
                        .getMessage();
        assertTrue(message.contains(pattern), message);
    }
}
