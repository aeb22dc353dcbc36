package org.vibrissa.mode.internal.receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.runtime.AtomicFile;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/**
 * Receipts on disk, one JSON file each, the last {@value #KEPT}: this host's own and those that
 * other hosts have signed. A file holds {@code receipt} and {@code signature}; what is signed is
 * the receipt's JSON without white space, object members sorted by name. Thread safe.
 */
@Component(service = Receipts.class)
public final class Receipts {
    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
    private static final int KEPT = 1000;

    private final String self;
    private final Path folder;
    private final ResourceStore store;
    private final HostKey key;
    private final ReceiptTally tally = new ReceiptTally();
    private final ObjectMapper json = new ObjectMapper();
    private final ObjectMapper canonical =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    /** In the node's state folder. */
    @Activate
    public Receipts(
            @Reference Node node, @Reference ResourceStore store, @Reference ReceiptKeyKind kind) {
        this.self = node.name();
        Path base = node.stateDir().resolve("receipts");
        this.folder = base.resolve("mode");
        this.store = store;
        this.key = new HostKey(base.resolve("key"));
    }

    /** Signs a receipt of this host and keeps it; returns it with its signature. */
    public synchronized ObjectNode add(ObjectNode receipt) {
        publish();
        ObjectNode signed = JsonNodeFactory.instance.objectNode();
        signed.set("receipt", receipt);
        signed.putObject("signature")
                .put("node", self)
                .put("algorithm", "Ed25519")
                .put("publicKey", key.publicKey())
                .put("value", key.sign(bytes(receipt)));
        keep(signed);
        tally.add(receipt);
        return signed;
    }

    /**
     * Keeps what another host has signed.
     *
     * @throws IllegalArgumentException when the signature is not of the key that is with it
     */
    public synchronized void add(JsonNode signed) {
        if (!whole(signed)) {
            throw new IllegalArgumentException("this receipt is not signed by the key it names");
        }
        keep(signed);
    }

    /** This host's own since the daemon started, counted. */
    ReceiptTally tally() {
        return tally;
    }

    /** The newest first; one that cannot be read is reported in the log and left out. */
    public List<JsonNode> list() {
        List<JsonNode> receipts = new ArrayList<>();
        for (Path file : files()) {
            try {
                receipts.add(json.readTree(file.toFile()));
            } catch (NoSuchFileException e) {
                LOG.debug("{} was just removed", file, e);
            } catch (IOException e) {
                LOG.warn("receipt {} cannot be read", file, e);
            }
        }
        receipts.sort(
                Comparator.comparing((JsonNode r) -> r.path("receipt").path("id").asText())
                        .reversed());
        return receipts;
    }

    /** One by its id, or by the beginning of it when no other begins so; case does not matter. */
    public Optional<JsonNode> get(String called) {
        String id = called.toLowerCase(Locale.ROOT);
        List<JsonNode> found =
                list().stream()
                        .filter(r -> r.path("receipt").path("id").asText().startsWith(id))
                        .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /**
     * Whose a receipt is.
     *
     * @param good whether it was not changed since it was signed, by a key that is its signer's
     * @param text says so to people
     */
    public record Verdict(boolean good, String signer, String text) {}

    /** Checks a receipt. */
    public Verdict verify(JsonNode signed) {
        String signer = signed.path("signature").path("node").asText("");
        if (!whole(signed)) {
            return new Verdict(false, signer, "it was changed after " + signer + " signed it");
        }
        String used = signed.path("signature").path("publicKey").asText();
        if (signer.equals(self) && used.equals(key.publicKey())) {
            return new Verdict(true, signer, "signed by this host, " + signer);
        }
        Optional<String> known =
                store.get(ResourceKey.of(ReceiptKeyKind.NAME, signer))
                        .map(resource -> resource.spec().path("publicKey").asText());
        if (known.isEmpty()) {
            return new Verdict(false, signer, "no key of " + signer + " is known here");
        }
        return known.get().equals(used)
                ? new Verdict(true, signer, "signed by " + signer)
                : new Verdict(false, signer, "signed by a key that is not " + signer + "'s");
    }

    private boolean whole(JsonNode signed) {
        return HostKey.verifies(
                signed.path("signature").path("publicKey").asText(),
                bytes(signed.path("receipt")),
                signed.path("signature").path("value").asText());
    }

    private byte[] bytes(JsonNode receipt) {
        try {
            return canonical.writeValueAsBytes(canonical.convertValue(receipt, Map.class));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException("this is not a receipt: " + e.getMessage(), e);
        }
    }

    /** Known to the fleet before anything that is signed with it. */
    private void publish() {
        ResourceKey name = ResourceKey.of(ReceiptKeyKind.NAME, self);
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.put("publicKey", key.publicKey());
        if (store.get(name).filter(known -> known.spec().equals(spec)).isEmpty()) {
            Document document =
                    Document.of(
                            "receipt",
                            ReceiptKeyKind.API_VERSION,
                            ReceiptKeyKind.NAME,
                            self,
                            Map.of(),
                            spec);
            store.apply(List.of(document), ApplyOptions.DAEMON);
        }
    }

    private void keep(JsonNode signed) {
        String id = signed.path("receipt").path("id").asText();
        if (!id.matches("[a-z0-9-]{1,63}")) {
            throw new IllegalArgumentException("not a receipt's id: " + id);
        }
        Path target = folder.resolve(id + ".json");
        try {
            Files.createDirectories(folder);
            AtomicFile.write(
                    target, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(signed));
            List<Path> all = files();
            for (int i = 0; i < all.size() - KEPT; i++) {
                Files.deleteIfExists(all.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write receipt " + target, e);
        }
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (Files.exists(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.json")) {
                entries.forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list " + folder, e);
            }
        }
        files.sort(null);
        return files;
    }
}
