package org.vibrissa.fleet.internal.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import org.vibrissa.state.Document;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.SpecReader;

/**
 * A member as all know it: the spec of a FleetMember resource.
 *
 * @param address where it listens, {@code host:port}
 * @param key fingerprint of the key it joined with or renewed to, hex
 * @param expires when its certificate does
 * @param authority whether it holds the authority's key, so that it makes tokens and renews
 * @param seat its place among those that hold it, from 1: the first coordinates; 0 for others
 * @param removed whether it was put out: its certificate counts no more
 */
public record MemberRecord(
        String address, String key, Instant expires, boolean authority, int seat, boolean removed) {

    public static MemberRecord decode(JsonNode spec) {
        SpecReader reader = SpecReader.of(spec, "spec");
        MemberRecord record =
                new MemberRecord(
                        reader.requiredText("address"),
                        reader.requiredText("key"),
                        reader.value("expires", MemberRecord::time).orElse(Instant.EPOCH),
                        reader.flag("authority").orElse(false),
                        reader.integer("seat", 0, Integer.MAX_VALUE).orElse(0L).intValue(),
                        reader.flag("removed").orElse(false));
        reader.end();
        if (record.address().isBlank()) {
            throw new InvalidResource("spec.address", "is empty");
        }
        return record;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("is not a time: \"" + text + "\"", e);
        }
    }

    public MemberRecord asRemoved() {
        return new MemberRecord(address, key, expires, authority, seat, true);
    }

    public Document document(String name) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.put("address", address).put("key", key).put("expires", expires.toString());
        spec.put("authority", authority).put("removed", removed);
        if (seat > 0) {
            spec.put("seat", seat);
        }
        return Document.of(
                "the fleet", MemberKind.API_VERSION, MemberKind.KIND, name, Map.of(), spec);
    }
}
