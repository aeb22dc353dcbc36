package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.ipam.Family;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.state.Document;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.SpecReader;

/**
 * One address that is in use or in quarantine.
 *
 * @param address the address
 * @param pool the pool it is of
 * @param owner who has it, or had it last
 * @param until end of the quarantine; {@link Instant#MAX} while in use
 */
public record Lease(InetAddress address, String pool, String owner, Instant until) {
    private static final String USED = "used";
    private static final String QUARANTINED = "quarantined";

    static Lease used(InetAddress address, String pool, String owner) {
        return new Lease(address, pool, owner, Instant.MAX);
    }

    boolean inUse() {
        return until.equals(Instant.MAX);
    }

    /** Whether nobody has it and its quarantine has ended. */
    boolean expired(Instant now) {
        return !inUse() && !until.isAfter(now);
    }

    Lease quarantinedUntil(Instant end) {
        return new Lease(address, pool, owner, end);
    }

    Family family() {
        return Family.of(address);
    }

    String text() {
        return IpAddresses.format(address);
    }

    ResourceKey key() {
        return ResourceKey.of(IpLeaseKind.KIND, name());
    }

    private String name() {
        return Numbers.label(address);
    }

    Document document() {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.put("address", text());
        spec.put("pool", pool);
        spec.put("owner", owner);
        spec.put("state", inUse() ? USED : QUARANTINED);
        if (!inUse()) {
            spec.put("until", until.toString());
        }
        return Document.of(
                "ipam", IpPoolKind.API_VERSION, IpLeaseKind.KIND, name(), Map.of(), spec);
    }

    static Lease decode(JsonNode node) {
        SpecReader reader = SpecReader.of(node, "spec");
        Optional<InetAddress> address = reader.value("address", IpAddresses::parse);
        Optional<String> pool = reader.text("pool");
        Optional<String> owner = reader.text("owner");
        String state = reader.choice("state", List.of(USED, QUARANTINED)).orElse(USED);
        Instant until = reader.value("until", Lease::instant).orElse(Instant.EPOCH);
        reader.end();
        return new Lease(
                required(address, "address"),
                required(pool, "pool"),
                required(owner, "owner"),
                state.equals(USED) ? Instant.MAX : until);
    }

    private static <T> T required(Optional<T> value, String field) {
        return value.orElseThrow(() -> new InvalidResource("spec." + field, "is required"));
    }

    /** What its status says to people. */
    String reason() {
        return inUse() ? "" : "in quarantine until " + until.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is no time: " + text, e);
        }
    }
}
