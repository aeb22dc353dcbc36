package org.vibrissa.mode.internal.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.vibrissa.state.SpecReader;

/**
 * What a host remembers of one change of a mode. Immutable.
 *
 * @param id names it on all hosts; a DNS-1123 label that sorts by time
 * @param group the path group
 * @param from the mode that was in force here; empty when none was
 * @param to the new mode
 * @param coordinator the host where it was asked for
 * @param members all hosts that take part, the coordinator included
 * @param phase how far this host is
 * @param confirm how long the new mode may be in force here without being confirmed
 * @param since when this host's phase began, by this host's clock
 * @param by who asked for it
 * @param reason why it is undone; empty otherwise
 */
public record SwapRecord(
        String id,
        String group,
        String from,
        String to,
        String coordinator,
        List<String> members,
        SwapPhase phase,
        Duration confirm,
        Instant since,
        String by,
        String reason) {
    /** The beginning of an id. */
    public static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmssSSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    public SwapRecord {
        members = List.copyOf(members);
    }

    public SwapRecord at(SwapPhase next, Instant now, String why) {
        return new SwapRecord(
                id, group, from, to, coordinator, members, next, confirm, now, by, why);
    }

    public SwapRecord from(String mode) {
        return new SwapRecord(
                id, group, mode, to, coordinator, members, phase, confirm, since, by, reason);
    }

    /** When it was asked for, as its id tells. */
    public Instant begun() {
        try {
            return ID_TIME.parse(id.substring(0, id.lastIndexOf('-')), Instant::from);
        } catch (DateTimeParseException | StringIndexOutOfBoundsException e) {
            return since;
        }
    }

    /** As stored and as sent to other hosts. */
    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", id).put("group", group).put("from", from).put("to", to);
        node.put("coordinator", coordinator);
        ArrayNode names = node.putArray("members");
        members.forEach(names::add);
        node.put("phase", phase.word());
        node.put("confirmMillis", confirm.toMillis());
        node.put("since", since.toString());
        return node.put("by", by).put("reason", reason);
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @throws org.vibrissa.state.InvalidResource with the field at fault
     */
    public static SwapRecord of(JsonNode node) {
        SpecReader reader = SpecReader.of(node, "spec");
        List<String> phases = Arrays.stream(SwapPhase.values()).map(SwapPhase::word).toList();
        SwapRecord record =
                new SwapRecord(
                        reader.requiredText("id"),
                        reader.requiredText("group"),
                        reader.raw("from").map(JsonNode::asText).orElse(""),
                        reader.requiredText("to"),
                        reader.requiredText("coordinator"),
                        reader.texts("members"),
                        reader.choice("phase", phases)
                                .map(SwapPhase::of)
                                .orElse(SwapPhase.PREPARED),
                        Duration.ofMillis(
                                reader.integer("confirmMillis", 1, 86_400_000).orElse(30_000L)),
                        reader.value("since", SwapRecord::instant).orElse(Instant.EPOCH),
                        reader.raw("by").map(JsonNode::asText).orElse(""),
                        reader.raw("reason").map(JsonNode::asText).orElse(""));
        reader.end();
        return record;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("is not a time: " + text, e);
        }
    }
}
