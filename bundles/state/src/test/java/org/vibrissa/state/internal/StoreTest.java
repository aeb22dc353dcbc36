package org.vibrissa.state.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Change;
import org.vibrissa.state.Document;
import org.vibrissa.state.InvalidDocuments;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.internal.text.TextDocuments;

class StoreTest {
    @TempDir Path folder;
    private EmbeddedStore store;

    @BeforeEach
    void open() {
        store = new EmbeddedStore(folder.resolve("store"));
        store.addKind(new TestKind());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static List<Document> read(String yaml) {
        return new TextDocuments().read("test.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> apply(String yaml) {
        return store.apply(read(yaml), ApplyOptions.USER).stream()
                .map(c -> c.key().name() + " " + c.action().label())
                .toList();
    }

    private static String widget(String name, int number) {
        return """
        ---
        apiVersion: vibrissa.org/v1
        kind: Widget
        metadata:
          name: %s
        spec:
          number: %d
        """
                .formatted(name, number);
    }

    @Test
    void saysWhatItDidToEachDocument() {
        assertEquals(List.of("a created", "b created"), apply(widget("a", 1) + widget("b", 2)));
        assertEquals(
                List.of("a unchanged", "b configured"), apply(widget("a", 1) + widget("b", 3)));
        assertEquals(2, store.snapshot().revision());
        Resource b = store.get(ResourceKey.of("Widget", "b")).orElseThrow();
        assertEquals(2, b.metadata().generation());
        assertFalse(b.metadata().uid().isEmpty());
    }

    @Test
    void storesNothingWhenOneOfSeveralIsInvalid() {
        InvalidDocuments refused =
                assertThrows(
                        InvalidDocuments.class,
                        () -> apply(widget("a", 1) + widget("b", 1) + widget("Bad", 2)));
        assertEquals(0, store.snapshot().revision());
        assertTrue(
                refused.getMessage().contains("test.yaml, document 3, line 19: metadata.name:"),
                refused.getMessage());
        refused =
                assertThrows(InvalidDocuments.class, () -> apply(widget("a", 1) + widget("b", 1)));
        assertEquals(2, refused.problems().size());
        assertEquals(
                "test.yaml, document 2, line 14: spec.number: 1 is taken by a",
                refused.problems().get(1).getMessage());
        assertTrue(store.list("Widget").isEmpty());
    }

    @Test
    void aCancelledWriterLeavesTheStoreOpen() throws InterruptedException {
        int writes = 200;
        Thread writer =
                new Thread(
                        () -> {
                            for (int i = 1; i <= writes; i++) {
                                Thread.currentThread().interrupt();
                                apply(widget("w" + i, i));
                                assertTrue(Thread.interrupted(), "the interrupt is not lost");
                            }
                        });
        writer.start();
        while (writer.isAlive()) {
            writer.interrupt();
            writer.join(1);
        }
        assertEquals("", store.problem());
        assertEquals(List.of("more created"), apply(widget("more", 1000)));
        assertEquals(writes + 1, store.list("Widget").size());
    }

    @Test
    void saysWhichKindsThereAreWhenNoneIsNear() {
        assertEquals(
                "unknown kind \"nosuch\"; known: widgets",
                assertThrows(InvalidResource.class, () -> store.kind("nosuch")).getMessage());
    }

    @Test
    void namesTheNearestKindAndKey() {
        InvalidDocuments refused =
                assertThrows(
                        InvalidDocuments.class,
                        () -> apply(widget("a", 1).replace("Widget", "Wigdet")));
        assertEquals(
                "test.yaml, document 1, line 3: kind: unknown kind \"Wigdet\";"
                        + " did you mean \"Widget\"?",
                refused.getMessage());
        refused =
                assertThrows(
                        InvalidDocuments.class,
                        () -> apply(widget("a", 1).replace("number", "nubmer")));
        assertEquals(
                "test.yaml, document 1, line 7: spec.nubmer: unknown field;"
                        + " did you mean \"number\"?",
                refused.getMessage());
        assertEquals("Widget", store.kind("WIDGETS").kind());
        assertEquals("Widget", store.kind("wd").kind());
        assertTrue(
                assertThrows(InvalidResource.class, () -> store.kind("widgetz"))
                        .getMessage()
                        .contains("did you mean \"widget\"?"));
    }

    @Test
    void refusesTheSameNameTwiceAndSaysWhere() {
        InvalidDocuments refused =
                assertThrows(InvalidDocuments.class, () -> apply(widget("a", 1) + widget("a", 2)));
        assertEquals(
                "test.yaml, document 2, line 12: metadata.name: Widget/a is there twice;"
                        + " first in test.yaml, document 1, line 2",
                refused.getMessage());
    }

    @Test
    void createOnlyRefusesWhatExists() {
        apply(widget("a", 1));
        assertThrows(
                InvalidDocuments.class,
                () -> store.apply(read(widget("a", 1)), ApplyOptions.USER.asCreateOnly()));
    }

    @Test
    void dryRunAndDiffChangeNothing() {
        apply(widget("a", 1));
        List<Change> changes = store.diff(read(widget("a", 5) + widget("b", 2)));
        assertEquals(
                List.of(new Change.Difference("spec.number", "1", "5")),
                changes.get(0).differences());
        assertEquals(Change.Action.CREATED, changes.get(1).action());
        assertEquals(1, store.snapshot().revision());
    }

    @Test
    void whatGetPrintsCanBeAppliedAgainUnchanged() {
        apply(widget("a", 1));
        String yaml = new TextDocuments().yaml(store.list("Widget"));
        assertEquals(List.of("a unchanged"), apply(yaml));
        String json = new TextDocuments().json(store.list("Widget"));
        assertEquals(List.of("a unchanged"), apply(json));
    }

    @Test
    void deletesAndRefusesToDeleteWhatMustStayOrIsNotThere() {
        apply(widget("a", 1) + widget("keep", 2));
        InvalidDocuments refused =
                assertThrows(
                        InvalidDocuments.class,
                        () ->
                                store.delete(
                                        List.of(
                                                ResourceKey.of("Widget", "a"),
                                                ResourceKey.of("Widget", "keep"),
                                                ResourceKey.of("Widget", "none")),
                                        ApplyOptions.USER));
        assertEquals("Widget/none: does not exist\nWidget/keep: is needed", refused.getMessage());
        assertEquals(2, store.list("Widget").size());
        store.delete(List.of(ResourceKey.of("Widget", "a")), ApplyOptions.USER);
        assertEquals(1, store.list("Widget").size());
    }

    @Test
    void isAsItWasAfterARestart() {
        apply(widget("a", 1) + widget("b", 2));
        apply(widget("a", 7));
        store.delete(List.of(ResourceKey.of("Widget", "b")), ApplyOptions.USER);
        Resource before = store.get(ResourceKey.of("Widget", "a")).orElseThrow();
        store.close();
        open();
        Resource after = store.get(ResourceKey.of("Widget", "a")).orElseThrow();
        assertTrue(before.sameDeclaration(after), before + " became " + after);
        assertEquals(Phase.PENDING, after.status().phase());
        assertEquals(3, store.snapshot().revision());
        assertEquals(List.of("a unchanged"), apply(widget("a", 7)));
    }

    @Test
    void aSecondOpenerIsToldThatTheStoreIsTaken() {
        EmbeddedStore second = new EmbeddedStore(folder.resolve("store"));
        assertTrue(second.problem().contains("locked"), second.problem());
        second.close();
        assertEquals(List.of("a created"), apply(widget("a", 1)));
    }

    @Test
    void aWatchDeliversWhatExistsThenInitialisedThenChangesOnItsThread()
            throws InterruptedException {
        apply(widget("a", 1) + widget("b", 2));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Subscription watch = store.watch("Widget", "test-reconciler", listener(heard));
        assertEquals("test-reconciler ADDED a", next(heard));
        assertEquals("test-reconciler ADDED b", next(heard));
        assertEquals("initialised", next(heard));
        apply(widget("b", 3));
        assertEquals("test-reconciler MODIFIED b", next(heard));
        store.setStatus(ResourceKey.of("Widget", "b"), 2, Phase.READY, "", Map.of("x", "y"));
        store.delete(List.of(ResourceKey.of("Widget", "a")), ApplyOptions.USER);
        assertEquals("test-reconciler DELETED a", next(heard));
        watch.close();
        apply(widget("c", 4));
        assertEquals(0, heard.size());
    }

    @Test
    void aListenerThatFailsIsCountedAndHearsTheNextEvent() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        store.watch(
                "Widget",
                "test-failing",
                event -> {
                    heard.add(event.resource().name());
                    throw new IllegalStateException("expected by this test");
                });
        apply(widget("a", 1) + widget("b", 2));
        next(heard);
        next(heard);
        apply(widget("c", 3));
        assertEquals("c", next(heard));
        assertTrue(store.health().listenerFailures() >= 2);
    }

    @Test
    void keepsTheTimeOfAStatusWhileItSaysTheSame() {
        apply(widget("a", 1));
        ResourceKey key = ResourceKey.of("Widget", "a");
        assertTrue(store.setStatus(key, 1, Phase.FAILED, "no such device", Map.of()));
        Resource first = store.get(key).orElseThrow();
        assertTrue(store.setStatus(key, 1, Phase.FAILED, "no such device", Map.of("n", "2")));
        Resource second = store.get(key).orElseThrow();
        assertEquals(first.status().since(), second.status().since());
        assertEquals("2", second.detail("n").orElseThrow());
        apply(widget("a", 2));
        assertFalse(store.setStatus(key, 1, Phase.READY, "", Map.of()), "an older generation");
        assertFalse(store.setStatus(ResourceKey.of("Widget", "z"), 1, Phase.READY, "", Map.of()));
    }

    private static ResourceListener listener(BlockingQueue<String> heard) {
        return new ResourceListener() {
            @Override
            public void changed(ResourceEvent event) {
                heard.add(
                        Thread.currentThread().getName()
                                + " "
                                + event.type()
                                + " "
                                + event.resource().name());
            }

            @Override
            public void initialised() {
                heard.add("initialised");
            }
        };
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        String next = heard.poll(10, TimeUnit.SECONDS);
        assertTrue(next != null, "no event within 10 s");
        return next;
    }
}
