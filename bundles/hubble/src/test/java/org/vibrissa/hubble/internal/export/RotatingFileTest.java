package org.vibrissa.hubble.internal.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir private Path folder;

    private Instant now = START;
    private final Clock clock =
            new Clock() {
                @Override
                public Instant instant() {
                    now = now.plus(Duration.ofSeconds(1));
                    return now;
                }

                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }
            };

    private RotatingFile file(int bytes, int backups, boolean compress) {
        return new RotatingFile(
                folder.resolve("flows.json"),
                new ExportSpec.Rotation(bytes, backups, compress),
                clock);
    }

    private static ByteBuffer line(String text) {
        return ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void beginsAnotherWhenFullAndKeepsSoMany() throws IOException {
        Files.writeString(folder.resolve("flows-of-others.json"), "theirs");
        try (RotatingFile file = file(12, 2, false)) {
            for (int i = 0; i < 10; i++) {
                file.write(line("line" + i));
            }
        }
        assertEquals(
                List.of(
                        "flows-2026-01-31T12-00-03.000.json",
                        "flows-2026-01-31T12-00-04.000.json",
                        "flows-of-others.json",
                        "flows.json"),
                names());
        assertEquals("line8\nline9\n", Files.readString(folder.resolve("flows.json")));
        assertEquals(
                "line6\nline7\n",
                Files.readString(folder.resolve("flows-2026-01-31T12-00-04.000.json")));
    }

    @Test
    void compressesBackups() throws IOException {
        try (RotatingFile file = file(6, 5, true)) {
            file.write(line("first"));
            file.write(line("last"));
        }
        Path backup = folder.resolve("flows-2026-01-31T12-00-01.000.json.gz");
        try (var in = new GZIPInputStream(Files.newInputStream(backup))) {
            assertEquals("first\n", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(2, names().size());
    }

    @Test
    void addsToWhatIsThereAndFollowsItsName() throws IOException {
        Path path = folder.resolve("flows.json");
        Files.writeString(path, "before\n");
        try (RotatingFile file = file(1000, 5, false)) {
            file.write(line("a"));
            Files.move(path, folder.resolve("moved"));
            file.write(line("b"));
            Files.delete(path);
            file.write(line("c"));
        }
        assertEquals("before\na\n", Files.readString(folder.resolve("moved")));
        assertEquals("c\n", Files.readString(path));
    }

    @Test
    void belongsToItsOwnerAlone() throws IOException {
        try (RotatingFile file = file(1000, 5, false)) {
            file.write(line("a"));
        }
        String rights = Files.getPosixFilePermissions(folder.resolve("flows.json")).toString();
        assertTrue(!rights.contains("GROUP") && !rights.contains("OTHERS"), rights);
    }
}
