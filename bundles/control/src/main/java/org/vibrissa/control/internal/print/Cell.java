package org.vibrissa.control.internal.print;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.net.IpAddresses;

/** One value of a row: its lines in a table, its node in json and yaml. */
final class Cell {
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ROOT);

    private Cell() {}

    /** At least one line. */
    static List<String> lines(Object value, ZoneId zone) {
        if (value instanceof Optional<?> maybe) {
            return lines(maybe.orElse(null), zone);
        }
        if (value instanceof Collection<?> many) {
            return orBlank(many.stream().flatMap(v -> lines(v, zone).stream()).toList());
        }
        if (value instanceof Map<?, ?> map) {
            return orBlank(
                    map.entrySet().stream()
                            .map(e -> e.getKey() + "=" + lines(e.getValue(), zone).get(0))
                            .toList());
        }
        return text(value, zone).lines().toList().isEmpty()
                ? List.of("")
                : text(value, zone).lines().toList();
    }

    private static String text(Object value, ZoneId zone) {
        if (value == null) {
            return "";
        }
        if (value instanceof Instant instant) {
            return SHORT.format(instant.atZone(zone));
        }
        if (value instanceof Duration duration) {
            return Durations.text(duration);
        }
        if (value instanceof InetAddress address) {
            return IpAddresses.format(address);
        }
        if (value instanceof JsonNode node && node.isValueNode()) {
            return node.isNull() ? "" : node.asText();
        }
        return value.toString();
    }

    /** Empty when the property is left out. */
    static Optional<JsonNode> json(Object value) {
        Object present = value instanceof Optional<?> maybe ? maybe.orElse(null) : value;
        return Optional.ofNullable(present).map(Json::tree);
    }

    private static List<String> orBlank(List<String> lines) {
        return lines.isEmpty() ? List.of("") : lines;
    }
}
