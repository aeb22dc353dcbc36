package org.vibrissa.swap.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.runtime.AtomicFile;
import org.vibrissa.swap.SwapReceipt;

/**
 * Receipts on disk, one JSON file each, in {@code <state dir>/receipts}; the last 1000 are kept.
 */
final class Receipts {
    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
    private static final int KEPT = 1000;

    /** Always nine digits of a second: shorter ones would not sort. */
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssnnnnnnnnn'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Path folder;
    private final ObjectMapper json =
            JsonMapper.builder()
                    .addModule(InstantText.module())
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    Receipts(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }

    /** An id for a receipt of now: the time, so that names sort. */
    String nextId(Instant now) {
        return ID.format(now);
    }

    void write(SwapReceipt receipt) {
        Path target = folder.resolve(receipt.id() + ".json");
        try {
            AtomicFile.write(
                    target, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(receipt));
            List<Path> all = files();
            for (int i = 0; i < all.size() - KEPT; i++) {
                Files.delete(all.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write receipt " + target, e);
        }
    }

    /** All, the newest first; one that cannot be read is reported in the log and left out. */
    List<SwapReceipt> list() {
        List<SwapReceipt> receipts = new ArrayList<>();
        for (Path file : files()) {
            try {
                receipts.add(json.readValue(file.toFile(), SwapReceipt.class));
            } catch (IOException e) {
                LOG.warn("receipt {} cannot be read", file, e);
            }
        }
        receipts.sort(Comparator.comparing(SwapReceipt::id).reversed());
        return receipts;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.json")) {
            entries.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
        files.sort(null);
        return files;
    }
}
