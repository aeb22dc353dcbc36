package org.vibrissa.swap.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.swap.SwapReceipt;

class ReceiptsTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.006007Z");

    @TempDir private Path folder;

    private static SwapReceipt receipt(String id) {
        return new SwapReceipt(
                id,
                "node-1",
                "org.test.count",
                "1.0.0",
                "2.0.0",
                "swapped",
                "",
                START,
                List.of(new SwapReceipt.Phase("pre-flight", 1234)),
                List.of("ep 17", "dlv 17"),
                56,
                789,
                "ab".repeat(32));
    }

    @Test
    void readsBackWhatItWroteNewestFirst() {
        Receipts receipts = new Receipts(folder.resolve("receipts"));
        SwapReceipt first = receipt(receipts.nextId(START));
        SwapReceipt second = receipt(receipts.nextId(START.plusMillis(1)));
        receipts.write(first);
        receipts.write(second);
        assertEquals(List.of(second, first), new Receipts(folder.resolve("receipts")).list());
    }

    @Test
    void makesIdsThatSortByTime() {
        Receipts receipts = new Receipts(folder);
        List<String> ids =
                Stream.of("05Z", "05.000000001Z", "05.12Z", "05.1205Z", "05.9Z", "06Z")
                        .map(second -> Instant.parse("2026-01-02T03:04:" + second))
                        .map(receipts::nextId)
                        .toList();
        assertEquals(ids.stream().sorted().distinct().toList(), ids);
        assertTrue(ids.get(0).matches("[0-9TZ]+"), "a file name: " + ids.get(0));
    }

    @Test
    void leavesOutWhatCannotBeRead() throws IOException {
        Receipts receipts = new Receipts(folder);
        SwapReceipt good = receipt("20260102T030405000000000Z");
        receipts.write(good);
        Files.writeString(folder.resolve("20260102T030406000000000Z.json"), "{\"id\":");
        Files.writeString(folder.resolve("20260102T030407000000000Z.json.new"), "half");
        assertEquals(List.of(good), receipts.list());
    }

    @Test
    void readsReceiptsOfLaterVersionsWithMoreFields() throws IOException {
        Receipts receipts = new Receipts(folder);
        SwapReceipt good = receipt("20260102T030405000000000Z");
        receipts.write(good);
        Path file = folder.resolve(good.id() + ".json");
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"later\":[1],"));
        assertEquals(List.of(good), receipts.list());
    }

    @Test
    void keepsTheLastThousand() throws IOException {
        Receipts receipts = new Receipts(folder);
        for (int i = 0; i < 1000; i++) {
            Files.writeString(folder.resolve("1%05d.json".formatted(i)), "{}");
        }
        receipts.write(receipt("20260102T030405000000000Z"));
        assertFalse(Files.exists(folder.resolve("100000.json")), "the oldest goes");
        assertTrue(Files.exists(folder.resolve("100001.json")));
        assertTrue(Files.exists(folder.resolve("20260102T030405000000000Z.json")));
    }
}
