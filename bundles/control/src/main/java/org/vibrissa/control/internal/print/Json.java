package org.vibrissa.control.internal.print;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;

/** How values become JSON on this socket: times RFC 3339 UTC, durations in seconds. */
public final class Json {
    private static final ObjectMapper MAPPER = mapper();
    private static final ObjectWriter PRETTY = MAPPER.writer(prettyPrinter());

    private Json() {}

    public static JsonNode tree(Object value) {
        return value instanceof JsonNode node ? node : MAPPER.valueToTree(value);
    }

    public static byte[] compact(Object value) {
        return run(() -> MAPPER.writeValueAsBytes(value));
    }

    public static String pretty(Object value) {
        return run(() -> PRETTY.writeValueAsString(value));
    }

    /** Reads one document; the caller names what it was when this throws. */
    public static JsonNode read(byte[] text) throws IOException {
        return MAPPER.readTree(text);
    }

    public static <T> T read(JsonNode tree, Class<T> type) throws IOException {
        return MAPPER.treeToValue(tree, type);
    }

    static ObjectMapper shared() {
        return MAPPER;
    }

    static DefaultPrettyPrinter prettyPrinter() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter().withArrayIndenter(lines).withObjectIndenter(lines);
    }

    private static ObjectMapper mapper() {
        SimpleModule module = new SimpleModule("vibrissa");
        module.addSerializer(Instant.class, text());
        module.addSerializer(Path.class, text());
        module.addSerializer(MacAddress.class, text());
        module.addSerializer(IpPrefix.class, text());
        module.addSerializer(
                InetAddress.class,
                with((value, out, all) -> out.writeString(IpAddresses.format(value))));
        module.addSerializer(
                Duration.class, with((value, out, all) -> out.writeNumber(value.toNanos() / 1e9)));
        module.addSerializer(Optional.class, maybe(value -> (Optional<?>) value));
        module.addSerializer(OptionalInt.class, maybe(value -> boxed((OptionalInt) value)));
        module.addSerializer(OptionalLong.class, maybe(value -> boxed((OptionalLong) value)));
        ObjectMapper mapper =
                new ObjectMapper()
                        .registerModule(module)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
        for (Class<?> type : List.of(Optional.class, OptionalInt.class, OptionalLong.class)) {
            mapper.configOverride(type)
                    .setInclude(JsonInclude.Value.construct(Include.NON_EMPTY, Include.ALWAYS));
        }
        return mapper;
    }

    private static <T> JsonSerializer<T> text() {
        return with((value, out, all) -> out.writeString(value.toString()));
    }

    private static <T> JsonSerializer<T> with(Write<T> write) {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider all)
                    throws IOException {
                write.write(value, out, all);
            }
        };
    }

    private static Optional<?> boxed(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }

    private static Optional<?> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }

    /** An absent value is left out of its object; elsewhere it is null. */
    private static JsonSerializer<Object> maybe(Function<Object, Optional<?>> open) {
        return new JsonSerializer<>() {
            @Override
            public boolean isEmpty(SerializerProvider all, Object value) {
                return value == null || open.apply(value).isEmpty();
            }

            @Override
            public void serialize(Object value, JsonGenerator out, SerializerProvider all)
                    throws IOException {
                all.defaultSerializeValue(open.apply(value).orElse(null), out);
            }
        };
    }

    private static <T> T run(Encoding<T> encoding) {
        try {
            return encoding.encode();
        } catch (IOException e) {
            throw new IllegalStateException("cannot write as JSON: " + e.getMessage(), e);
        }
    }

    private interface Write<T> {
        void write(T value, JsonGenerator out, SerializerProvider all) throws IOException;
    }

    private interface Encoding<T> {
        T encode() throws IOException;
    }
}
