package org.vibrissa.hubble.internal.print;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Int32Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.vibrissa.hubble.proto.detail.FlowDetail;

/**
 * Messages by proto3's JSON mapping with the names of the .proto files, in one line, fields in the
 * order of their declaration: what Hubble prints and exports, to the byte. For one thread: it keeps
 * its buffer.
 */
public final class ProtoJson {
    private static final String DETAIL = FlowDetail.getDescriptor().getFullName();
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(2048);
    private final FlowJson fast = new FlowJson(this);

    /** The message as a line without its end. */
    public String text(Message message) {
        out.setLength(0);
        append(message);
        return out.toString();
    }

    /** Messages as a JSON list. */
    public static String array(List<? extends Message> messages) {
        ProtoJson json = new ProtoJson();
        return messages.stream().map(json::text).collect(Collectors.joining(",", "[", "]"));
    }

    private void append(Message message) {
        if (fast.append(message)) {
            return;
        }
        if (message instanceof Timestamp time) {
            append(time);
        } else if (message instanceof BoolValue value) {
            out.append(value.getValue());
        } else if (message instanceof Int32Value value) {
            out.append(value.getValue());
        } else if (message instanceof UInt32Value value) {
            out.append(Integer.toUnsignedString(value.getValue()));
        } else if (message instanceof UInt64Value value) {
            out.append('"').append(Long.toUnsignedString(value.getValue())).append('"');
        } else if (message instanceof FieldMask mask) {
            quote(String.join(",", mask.getPathsList()));
        } else if (message instanceof Any any) {
            append(any);
        } else {
            out.append('{');
            appendFields(message, true);
            out.append('}');
        }
    }

    /** Begins an object whose fields are added one by one. */
    void begin() {
        out.append('{');
    }

    void end() {
        out.append('}');
    }

    private void name(String name) {
        if (out.charAt(out.length() - 1) != '{') {
            out.append(',');
        }
        out.append('"').append(name).append("\":");
    }

    /** A field; left out when it is empty. */
    void text(String name, String value) {
        if (!value.isEmpty()) {
            name(name);
            quote(value);
        }
    }

    /** A field of 32 bits; left out when it is 0. */
    void number(String name, int value) {
        if (value != 0) {
            name(name);
            out.append(Integer.toUnsignedString(value));
        }
    }

    /** A field of 64 bits; left out when it is 0. */
    void number(String name, long value) {
        if (value != 0) {
            name(name);
            out.append('"').append(Long.toUnsignedString(value)).append('"');
        }
    }

    /** A field; left out when it is false. */
    void flag(String name, boolean value) {
        if (value) {
            name(name);
            out.append("true");
        }
    }

    /** A field; left out when its number is 0, and the number itself when it has no name. */
    void constant(String name, int number, Enum<?> value) {
        if (number == 0) {
            return;
        }
        name(name);
        if (value.name().equals("UNRECOGNIZED")) {
            out.append(number);
        } else {
            out.append('"').append(value.name()).append('"');
        }
    }

    /** A field; left out when it is absent. */
    void message(String name, boolean present, Message value) {
        if (present) {
            name(name);
            append(value);
        }
    }

    /** A list; left out when it is empty. */
    void texts(String name, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        name(name);
        char before = '[';
        for (String value : values) {
            out.append(before);
            before = ',';
            quote(value);
        }
        out.append(']');
    }

    /** A list; left out when it is empty. */
    void messages(String name, List<? extends Message> values) {
        if (values.isEmpty()) {
            return;
        }
        name(name);
        char before = '[';
        for (Message value : values) {
            out.append(before);
            before = ',';
            append(value);
        }
        out.append(']');
    }

    private void appendFields(Message message, boolean first) {
        boolean begin = first;
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean present =
                    field.isRepeated()
                            ? message.getRepeatedFieldCount(field) > 0
                            : message.hasField(field);
            if (present) {
                if (!begin) {
                    out.append(',');
                }
                begin = false;
                out.append('"').append(field.getName()).append("\":");
                append(field, message.getField(field));
            }
        }
    }

    private void append(FieldDescriptor field, Object value) {
        if (!field.isRepeated()) {
            appendValue(field, value);
            return;
        }
        char before = '[';
        for (Object each : (List<?>) value) {
            out.append(before);
            before = ',';
            appendValue(field, each);
        }
        out.append(']');
    }

    private void appendValue(FieldDescriptor field, Object value) {
        switch (field.getType()) {
            case MESSAGE, GROUP -> append((Message) value);
            case ENUM -> append((EnumValueDescriptor) value);
            case STRING -> quote((String) value);
            case BYTES ->
                    quote(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
            case UINT32, FIXED32 -> out.append(Integer.toUnsignedString((Integer) value));
            case UINT64, FIXED64 ->
                    out.append('"').append(Long.toUnsignedString((Long) value)).append('"');
            case INT64, SINT64, SFIXED64 -> out.append('"').append((long) value).append('"');
            case DOUBLE, FLOAT -> appendNumber(((Number) value).doubleValue());
            default -> out.append(value);
        }
    }

    /** By name; a number that this version has no name for stays one. */
    private void append(EnumValueDescriptor value) {
        if (value.getIndex() < 0) {
            out.append(value.getNumber());
        } else {
            out.append('"').append(value.getName()).append('"');
        }
    }

    private void append(Timestamp time) {
        Instant instant = Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
        out.append('"');
        DateTimeFormatter.ISO_INSTANT.formatTo(instant, out);
        out.append('"');
    }

    private void append(Any any) {
        out.append("{\"@type\":");
        quote(any.getTypeUrl());
        if (any.getTypeUrl().endsWith("/" + DETAIL)) {
            try {
                appendFields(FlowDetail.parseFrom(any.getValue()), false);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalArgumentException("extensions that hold no " + DETAIL, e);
            }
        } else {
            out.append(",\"value\":");
            quote(Base64.getEncoder().encodeToString(any.getValue().toByteArray()));
        }
        out.append('}');
    }

    private void appendNumber(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            quote(Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            out.append((long) value);
        } else {
            out.append(value);
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // as Go's encoder: nothing that a browser would take for a tag
                    if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x7f) {
                        escape(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void escape(char c) {
        out.append("\\u").append(HEX[c >> 12 & 15]).append(HEX[c >> 8 & 15]);
        out.append(HEX[c >> 4 & 15]).append(HEX[c & 15]);
    }
}
