package org.vibrissa.hubble.internal.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/** The file that names exporters: Hubble's {@code flowLogs}, in YAML or JSON. */
final class ExportFile {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> KEYS =
            Set.of(
                    "name",
                    "filePath",
                    "fieldMask",
                    "includeFilters",
                    "excludeFilters",
                    "end",
                    "fileMaxSizeMb",
                    "fileMaxBackups",
                    "fileCompress");

    private ExportFile() {}

    /** What is wrong in the file, for people. */
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message);
        }

        Invalid(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The exporters by name. */
    static Map<String, ExportSpec> parse(String text) throws Invalid {
        JsonNode root;
        try {
            root = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Invalid("no YAML: " + e.getOriginalMessage(), e);
        }
        Map<String, ExportSpec> specs = new LinkedHashMap<>();
        if (root == null || root.isMissingNode() || root.isNull()) {
            return specs;
        }
        JsonNode logs = root.path("flowLogs");
        if (!logs.isArray()) {
            throw new Invalid("flowLogs is no list");
        }
        Set<Path> files = new HashSet<>();
        for (JsonNode log : logs) {
            ExportSpec spec = spec(log);
            if (specs.put(spec.name(), spec) != null) {
                throw new Invalid("two exporters are called " + spec.name());
            }
            if (!files.add(spec.file())) {
                throw new Invalid("two exporters write " + spec.file());
            }
        }
        return specs;
    }

    private static ExportSpec spec(JsonNode log) throws Invalid {
        String name = log.path("name").asText();
        if (name.isEmpty()) {
            throw new Invalid("an exporter has no name");
        }
        for (String key : (Iterable<String>) log::fieldNames) {
            if (!KEYS.contains(key)) {
                throw new Invalid(name + ": unknown key " + key);
            }
        }
        Path file = Path.of(log.path("filePath").asText());
        if (!file.isAbsolute()) {
            throw new Invalid(name + ": filePath is no absolute path");
        }
        return new ExportSpec(
                name,
                file.normalize(),
                filters(name, log, "includeFilters"),
                filters(name, log, "excludeFilters"),
                fields(name, log),
                end(name, log),
                rotation(name, log));
    }

    private static List<FlowFilter> filters(String name, JsonNode log, String key) throws Invalid {
        List<FlowFilter> filters = new ArrayList<>();
        for (JsonNode each : list(name, log, key)) {
            FlowFilter.Builder filter = FlowFilter.newBuilder();
            try {
                // Hubble's own files hold texts here too
                JsonFormat.parser()
                        .merge(each.isTextual() ? each.asText() : each.toString(), filter);
            } catch (InvalidProtocolBufferException e) {
                throw new Invalid(
                        name + ": " + key + "[" + filters.size() + "]: " + e.getMessage(), e);
            }
            filters.add(filter.build());
        }
        return filters;
    }

    private static List<String> fields(String name, JsonNode log) throws Invalid {
        List<String> fields = new ArrayList<>();
        for (JsonNode each : list(name, log, "fieldMask")) {
            fields.add(each.asText());
        }
        return fields;
    }

    private static JsonNode list(String name, JsonNode log, String key) throws Invalid {
        JsonNode list = log.path(key);
        if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
            throw new Invalid(name + ": " + key + " is no list");
        }
        return list;
    }

    private static Optional<Instant> end(String name, JsonNode log) throws Invalid {
        String text = log.path("end").asText();
        if (text.isEmpty() || text.equals("null")) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new Invalid(name + ": end is no time such as 2026-01-31T12:00:00Z: " + text, e);
        }
    }

    private static ExportSpec.Rotation rotation(String name, JsonNode log) throws Invalid {
        long megabytes = number(name, log, "fileMaxSizeMb", 10, 1, 1 << 20);
        long backups = number(name, log, "fileMaxBackups", 5, 0, 10_000);
        return new ExportSpec.Rotation(
                megabytes << 20, (int) backups, log.path("fileCompress").asBoolean());
    }

    private static long number(
            String name, JsonNode log, String key, long usual, long least, long most)
            throws Invalid {
        JsonNode value = log.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return usual;
        }
        if (!value.canConvertToLong() || value.asLong() < least || value.asLong() > most) {
            throw new Invalid(
                    name
                            + ": "
                            + key
                            + " is no number from "
                            + least
                            + " to "
                            + most
                            + ": "
                            + value);
        }
        return value.asLong();
    }
}
