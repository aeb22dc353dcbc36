package org.vibrissa.etcd.internal.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vibrissa.etcd.internal.client.Header;

final class KnownTest {
    private final Known known = new Known("c1", "m1", 100);

    @Test
    void takesTheSameStoreAtALaterRevision() {
        assertEquals(Optional.empty(), known.differs(new Header("c1", 100), Optional.of("m1")));
        assertEquals(Optional.empty(), known.differs(new Header("c1", 200), Optional.of("m1")));
        assertEquals(Optional.empty(), Known.NONE.differs(new Header("x", 1), Optional.empty()));
    }

    @Test
    void tellsHowAStoreIsAnother() {
        assertTrue(differs("c1", 100, Optional.empty()).contains("wiped"));
        assertTrue(differs("c1", 100, Optional.of("m2")).contains("another fleet"));
        assertTrue(differs("c2", 100, Optional.of("m1")).contains("backup"));
        assertTrue(differs("c1", 99, Optional.of("m1")).contains("99 from 100"));
    }

    private String differs(String cluster, long revision, Optional<String> mark) {
        return known.differs(new Header(cluster, revision), mark).orElseThrow();
    }

    @Test
    void comesBackFromJson() {
        assertEquals(known, Known.of(known.json()));
        assertEquals(new Known("c1", "m1", 101), known.at(101));
        assertEquals(known, known.at(5));
    }

    @Test
    void refusesPrefixesThatAreNone() {
        for (String prefix : List.of("", "/", "vibrissa", "/a/", "/a//b", "/a b")) {
            assertThrows(IllegalArgumentException.class, () -> Keys.below(prefix), prefix);
        }
        assertEquals("/a/b/v1/", Keys.below("/a/b").root());
        assertEquals("/a/v10", Keys.below("/a").end());
    }
}
