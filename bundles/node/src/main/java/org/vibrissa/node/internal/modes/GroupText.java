package org.vibrissa.node.internal.modes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Records of path groups as JSON. By trees, not by data binding: the library remembers the classes
 * it has bound for all bundles, and would keep those of this one when it is gone.
 */
final class GroupText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private GroupText() {}

    static byte[] write(SortedMap<String, GroupRecord> records) throws IOException {
        ObjectNode all = JSON.createObjectNode();
        records.forEach(
                (name, record) -> {
                    ObjectNode group = all.putObject(name);
                    group.put("number", record.number()).put("inForce", record.inForce());
                    ArrayNode accepts = group.putArray("accepts");
                    for (Accepted mode : record.accepts()) {
                        accepts.addObject()
                                .put("mode", mode.mode())
                                .put("slot", mode.slot())
                                .put("overheadIpv4", mode.overheadIpv4())
                                .put("overheadIpv6", mode.overheadIpv6());
                    }
                });
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all);
    }

    /**
     * What {@link #write} has written.
     *
     * @throws IOException naming the field that is missing, or where the text breaks off
     */
    static SortedMap<String, GroupRecord> read(byte[] text) throws IOException {
        JsonNode all = JSON.readTree(text);
        if (!all.isObject()) {
            throw new IOException("not a JSON object");
        }
        SortedMap<String, GroupRecord> records = new TreeMap<>();
        for (var group : all.properties()) {
            String at = group.getKey() + ".";
            List<Accepted> accepts = new ArrayList<>();
            for (JsonNode mode : field(group.getValue(), at, "accepts")) {
                accepts.add(
                        new Accepted(
                                field(mode, at + "accepts.", "mode").asText(),
                                number(mode, at + "accepts.", "slot"),
                                number(mode, at + "accepts.", "overheadIpv4"),
                                number(mode, at + "accepts.", "overheadIpv6")));
            }
            records.put(
                    group.getKey(),
                    new GroupRecord(
                            number(group.getValue(), at, "number"),
                            field(group.getValue(), at, "inForce").asText(),
                            accepts));
        }
        return records;
    }

    private static int number(JsonNode node, String at, String name) throws IOException {
        JsonNode value = field(node, at, name);
        if (!value.isInt()) {
            throw new IOException(at + name + " is not a number");
        }
        return value.intValue();
    }

    private static JsonNode field(JsonNode node, String at, String name) throws IOException {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new IOException(at + name + " is missing");
        }
        return value;
    }
}
