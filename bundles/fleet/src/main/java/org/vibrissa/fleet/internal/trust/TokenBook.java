package org.vibrissa.fleet.internal.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tokens this host has made. Secrets are kept as hashes only. A key that was let in once is let
 * in again without a further use, so that a join that was cut off can be repeated. Not thread safe.
 */
public final class TokenBook {
    /** How long a token that is over is still known, to say why it is refused. */
    private static final Duration REMEMBER = Duration.ofDays(7);

    private final SortedMap<String, Entry> entries = new TreeMap<>();

    /**
     * One token.
     *
     * @param id its name in lists
     * @param hash SHA-256 of the secret, hex
     * @param uses how many hosts it lets in
     * @param usedBy the host by the fingerprint of the key that was let in
     */
    public record Entry(
            String id,
            String hash,
            Instant created,
            Instant expires,
            int uses,
            SortedMap<String, String> usedBy) {
        public Entry {
            usedBy = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(usedBy));
        }
    }

    /** Takes a new one; forgets those long over. */
    public Entry add(String secret, Instant now, Instant expires, int uses) {
        entries.values().removeIf(entry -> entry.expires().plus(REMEMBER).isBefore(now));
        Entry entry =
                new Entry(Token.id(secret), hash(secret), now, expires, uses, new TreeMap<>());
        entries.put(entry.id(), entry);
        return entry;
    }

    public List<Entry> list() {
        return List.copyOf(entries.values());
    }

    /** Whether it was there. */
    public boolean revoke(String id) {
        return entries.remove(id) != null;
    }

    /**
     * Why a host may not come in with this secret; empty when it may.
     *
     * @param fingerprint of the host's key
     */
    public Optional<String> refusal(String secret, String fingerprint, Instant now) {
        Entry entry = secret.matches("[0-9a-f]{32}") ? entries.get(Token.id(secret)) : null;
        if (entry == null || !entry.hash().equals(hash(secret))) {
            return Optional.of(
                    "the token is not known here: it was revoked, or is of another host");
        }
        if (now.isAfter(entry.expires())) {
            return Optional.of(
                    "the token expired at " + entry.expires() + "; this host's clock says " + now);
        }
        if (entry.usedBy().size() >= entry.uses() && !entry.usedBy().containsKey(fingerprint)) {
            return Optional.of(
                    "the token is used up: "
                            + entry.uses()
                            + " of "
                            + entry.uses()
                            + " (by "
                            + String.join(", ", entry.usedBy().values())
                            + ")");
        }
        return Optional.empty();
    }

    /** Notes a use; once per key. */
    public void used(String secret, String fingerprint, String name) {
        entries.computeIfPresent(
                Token.id(secret),
                (id, entry) -> {
                    TreeMap<String, String> by = new TreeMap<>(entry.usedBy());
                    by.put(fingerprint, name);
                    return new Entry(
                            id, entry.hash(), entry.created(), entry.expires(), entry.uses(), by);
                });
    }

    JsonNode json() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Entry entry : entries.values()) {
            ObjectNode node = list.addObject();
            node.put("id", entry.id()).put("hash", entry.hash()).put("uses", entry.uses());
            node.put("created", entry.created().toString());
            node.put("expires", entry.expires().toString());
            ObjectNode by = node.putObject("usedBy");
            entry.usedBy().forEach(by::put);
        }
        return list;
    }

    static TokenBook of(JsonNode list) {
        TokenBook book = new TokenBook();
        for (JsonNode node : list) {
            SortedMap<String, String> by = new TreeMap<>();
            for (Map.Entry<String, JsonNode> use : node.path("usedBy").properties()) {
                by.put(use.getKey(), use.getValue().asText());
            }
            Entry entry =
                    new Entry(
                            node.path("id").asText(),
                            node.path("hash").asText(),
                            Instant.parse(node.path("created").asText()),
                            Instant.parse(node.path("expires").asText()),
                            node.path("uses").asInt(),
                            by);
            book.entries.put(entry.id(), entry);
        }
        return book;
    }

    private static String hash(String secret) {
        return KeyCodec.hex(KeyCodec.sha256(java.util.HexFormat.of().parseHex(secret)));
    }
}
