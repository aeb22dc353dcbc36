package org.vibrissa.fleet.internal.trust;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vibrissa.fleet.internal.FleetRefused;
import org.vibrissa.runtime.AtomicFile;

/**
 * The files of {@code <state folder>/fleet}: {@code identity.json} is there exactly while this host
 * is a member. All are 0600 and replaced whole.
 */
public final class FleetFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final String IDENTITY = "identity.json";
    private static final String SEAT = "seat";
    private static final String AUTHORITY = "authority.json";
    private static final String PENDING = "pending.json";
    private static final String TOKENS = "tokens.json";
    private static final String REPLICA = "replica.json";

    private final Path folder;
    private final ObjectMapper mapper = new ObjectMapper();

    public FleetFolder(Path folder) {
        this.folder = folder;
    }

    public Path path() {
        return folder;
    }

    /** Whether this host is a member. Reads nothing. */
    public boolean joined() {
        return Files.exists(folder.resolve(IDENTITY));
    }

    public Optional<Identity> identity() {
        return read(IDENTITY).map(node -> parsed(IDENTITY, () -> Identity.of(node)));
    }

    /** From here on this host is a member. */
    public void join(Identity identity) {
        write(IDENTITY, identity.json());
        delete(PENDING);
    }

    /** From here on this host is a member no more: keys and tokens are gone. */
    public void leave() {
        delete(IDENTITY);
        delete(AUTHORITY);
        delete(TOKENS);
        delete(REPLICA);
        delete(PENDING);
    }

    /** The authority, where this host holds its key. */
    public Optional<Authority> authority() {
        return read(AUTHORITY)
                .map(
                        node ->
                                parsed(
                                        AUTHORITY,
                                        () ->
                                                new Authority(
                                                        node.path("fleet").asText(),
                                                        KeyCodec.pair(node.path("key").asText()),
                                                        Certificates.parse(
                                                                node.path("certificate")
                                                                        .asText()))));
    }

    public boolean holdsAuthority() {
        return Files.exists(folder.resolve(AUTHORITY));
    }

    /** This host's place among the holders of the authority's key; 0 when it is none. */
    public int seat() {
        return read(AUTHORITY).map(node -> node.path(SEAT).asInt(1)).orElse(0);
    }

    /**
     * Keeps the authority's key.
     *
     * @param seat 1 for the fleet's first host; the later it was given, the higher
     */
    public void keep(Authority authority, int seat) {
        write(
                AUTHORITY,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("fleet", authority.fleet())
                        .put("key", KeyCodec.text(authority.keys()))
                        .put("certificate", Certificates.text(authority.certificate()))
                        .put(SEAT, seat));
    }

    /** The key of a join under way: the same for each attempt, so that they count as one. */
    public KeyPair pendingKey() {
        Optional<KeyPair> pending =
                read(PENDING)
                        .map(
                                node ->
                                        parsed(
                                                PENDING,
                                                () -> KeyCodec.pair(node.path("key").asText())));
        return pending.orElseGet(
                () -> {
                    KeyPair keys = KeyCodec.generate();
                    write(
                            PENDING,
                            JsonNodeFactory.instance.objectNode().put("key", KeyCodec.text(keys)));
                    return keys;
                });
    }

    public TokenBook tokens() {
        return read(TOKENS)
                .map(node -> parsed(TOKENS, () -> TokenBook.of(node)))
                .orElseGet(TokenBook::new);
    }

    public void keep(TokenBook tokens) {
        write(TOKENS, tokens.json());
    }

    /** What replication remembers; empty when nothing. */
    public Optional<JsonNode> replica() {
        return read(REPLICA);
    }

    public void keepReplica(JsonNode replica) {
        write(REPLICA, replica);
    }

    /** Everything that is there. */
    public List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new IllegalStateException("could not list " + folder + ": " + e, e);
        }
    }

    /** Removes everything, the folder too. */
    public void purge() {
        try {
            for (Path file : files()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new IllegalStateException("could not remove " + folder + ": " + e, e);
        }
    }

    private Optional<JsonNode> read(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file)
                    ? Optional.of(mapper.readTree(Files.readAllBytes(file)))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            throw broken(name, e);
        } catch (IOException e) {
            throw new FleetRefused("could not read " + file + ": " + e, "", e);
        }
    }

    private <T> T parsed(String name, java.util.function.Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw broken(name, e);
        }
    }

    private FleetRefused broken(String name, Exception cause) {
        return new FleetRefused(
                folder.resolve(name) + " is damaged: " + cause.getMessage(),
                "Restore it from a backup, or remove the folder and join again.",
                cause);
    }

    private void write(String name, JsonNode content) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            AtomicFile.write(folder.resolve(name), mapper.writeValueAsBytes(content), OWNER_ONLY);
        } catch (IOException e) {
            throw new FleetRefused(e.getMessage(), "Make room, or let the daemon write there.", e);
        }
    }

    private void delete(String name) {
        try {
            if (Files.deleteIfExists(folder.resolve(name))) {
                AtomicFile.syncFolder(folder);
            }
        } catch (IOException e) {
            throw new FleetRefused("could not remove " + folder.resolve(name) + ": " + e, "", e);
        }
    }
}
