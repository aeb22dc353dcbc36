package org.vibrissa.state.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Change.Action;
import org.vibrissa.state.Document;
import org.vibrissa.state.InvalidDocuments;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;

class FleetVersionTest {
    private static final ResourceKey KEY = ResourceKey.of(TestKind.KIND, "w");

    @TempDir Path folder;
    private EmbeddedStore store;

    @BeforeEach
    void open() {
        store = new EmbeddedStore(folder);
        store.addKind(new TestKind());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Document document(long number, String version, long generation) {
        Document plain = TestKind.document("w", number);
        Map<String, String> annotations = new TreeMap<>();
        if (!version.isEmpty()) {
            annotations.put(Metadata.VERSION, version);
        }
        Metadata metadata =
                new Metadata(
                        "w",
                        "",
                        plain.metadata().labels(),
                        new TreeMap<>(annotations),
                        "",
                        generation,
                        Instant.EPOCH);
        return new Document(
                "test", 1, plain.apiVersion(), plain.kind(), metadata, plain.spec(), plain.lines());
    }

    private Action apply(Document document, ApplyOptions options) {
        return store.apply(List.of(document), options).get(0).action();
    }

    private String version() {
        Resource stored = store.get(KEY).orElseThrow();
        return stored.metadata().annotations().getOrDefault(Metadata.VERSION, "none");
    }

    @Test
    void usersNeitherWriteNorLoseTheVersion() {
        apply(document(1, "mine", 0), ApplyOptions.USER);
        assertEquals("none", version());
        apply(document(1, "v1", 0), ApplyOptions.DAEMON);
        assertEquals("v1", version());
        assertEquals(Action.UNCHANGED, apply(document(1, "", 0), ApplyOptions.USER));
        assertEquals(Action.UNCHANGED, apply(document(1, "old", 0), ApplyOptions.USER));
        assertEquals(Action.CONFIGURED, apply(document(2, "old", 0), ApplyOptions.USER));
        assertEquals("v1", version());
        apply(document(3, "", 0), ApplyOptions.DAEMON);
        assertEquals("v1", version(), "bundles that do not know of it keep it");
    }

    @Test
    void refusesWhatWasMadeFromAnEarlierGeneration() {
        apply(document(1, "", 0), ApplyOptions.USER);
        apply(document(2, "", 1), ApplyOptions.DAEMON);
        InvalidDocuments refused =
                assertThrows(
                        InvalidDocuments.class,
                        () -> apply(document(3, "", 1), ApplyOptions.DAEMON));
        assertEquals(
                "metadata.generation: is 2 by now, not 1",
                refused.problems().get(0).path() + ": " + refused.problems().get(0).problem());
        assertEquals(2, store.get(KEY).orElseThrow().spec().path("number").asInt());
    }
}
