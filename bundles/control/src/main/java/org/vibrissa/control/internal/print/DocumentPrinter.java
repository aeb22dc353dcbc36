package org.vibrissa.control.internal.print;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.vibrissa.control.OutputFormat;
import org.vibrissa.control.Table;

/** Prints values as json or yaml, row by row, in constant memory. */
public final class DocumentPrinter {
    private DocumentPrinter() {}

    public static void print(JsonNode node, OutputFormat format, PrintWriter out) {
        write(format, out, generator -> generator.writeTree(node));
    }

    public static <R> void print(Table<R> table, OutputFormat format, PrintWriter out) {
        write(
                format,
                out,
                generator -> {
                    generator.writeStartArray();
                    for (R row : table.rows()) {
                        generator.writeTree(object(table, row));
                    }
                    generator.writeEndArray();
                });
    }

    private static <R> ObjectNode object(Table<R> table, R row) {
        ObjectNode object = Json.shared().createObjectNode();
        for (Table.Column<R> column : table.columns()) {
            Cell.json(column.value().apply(row)).ifPresent(v -> object.set(column.key(), v));
        }
        return object;
    }

    private static void write(OutputFormat format, PrintWriter out, Body body) {
        try (JsonGenerator generator = generator(format, out)) {
            body.write(generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (format == OutputFormat.JSON) {
            out.println();
        }
        out.flush();
    }

    private static JsonGenerator generator(OutputFormat format, PrintWriter out)
            throws IOException {
        JsonGenerator generator =
                format == OutputFormat.YAML
                        ? YAMLFactory.builder()
                                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                                .build()
                                .createGenerator(out)
                        : Json.shared().getFactory().createGenerator(out);
        generator.setCodec(Json.shared());
        generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        if (format == OutputFormat.JSON) {
            generator.setPrettyPrinter(Json.prettyPrinter());
        }
        return generator;
    }

    private interface Body {
        void write(JsonGenerator generator) throws IOException;
    }
}
