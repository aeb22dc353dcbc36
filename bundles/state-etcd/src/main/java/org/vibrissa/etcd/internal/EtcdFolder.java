package org.vibrissa.etcd.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.vibrissa.runtime.AtomicFile;

/** What this bundle keeps on disk, in the daemon's state folder; made when first written to. */
public final class EtcdFolder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    public EtcdFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Where a migration has got to.
     *
     * @param configured what was configured then: another configuration overrules it
     */
    public record Migrated(String configured, Stage stage) {}

    public Optional<Migrated> migrated() {
        return read("stage.json")
                .map(
                        n ->
                                new Migrated(
                                        n.path("configured").asText(),
                                        Stage.of(n.path("stage").asText())));
    }

    public void keep(Migrated migrated) {
        write(
                "stage.json",
                JSON.createObjectNode()
                        .put("configured", migrated.configured())
                        .put("stage", migrated.stage().word()));
    }

    /** What was known of etcd; empty when nothing was. */
    public Optional<JsonNode> memory() {
        return read("memory.json");
    }

    public void keepMemory(ObjectNode memory) {
        write("memory.json", memory);
    }

    /** Identities as they were known; empty when none were. */
    public Optional<JsonNode> identities() {
        return read("identities.json");
    }

    public void keepIdentities(ObjectNode identities) {
        write("identities.json", identities);
    }

    /** What tells this host from another of its name. */
    public String instance() {
        Optional<JsonNode> known = read("instance.json");
        if (known.isEmpty()) {
            known =
                    Optional.of(
                            JSON.createObjectNode().put("instance", UUID.randomUUID().toString()));
            write("instance.json", known.get());
        }
        return known.get().path("instance").asText();
    }

    private Optional<JsonNode> read(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file)
                    ? Optional.of(JSON.readTree(Files.readAllBytes(file)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read; it may be removed", e);
        }
    }

    private void write(String name, JsonNode content) {
        try {
            Files.createDirectories(folder);
            AtomicFile.write(folder.resolve(name), JSON.writeValueAsBytes(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
