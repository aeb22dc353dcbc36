package org.vibrissa.state.internal.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vibrissa.state.Document;
import org.vibrissa.state.Documents;
import org.vibrissa.state.InvalidDocuments;
import org.vibrissa.state.InvalidResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads a text with any number of documents: first its syntax, then the shape of each document. */
final class DocumentReader {
    private static final int MAX_PROBLEMS = 20;

    private final JsonFactory json;
    private final JsonFactory yaml;

    DocumentReader() {
        StreamReadConstraints limits =
                StreamReadConstraints.builder()
                        .maxNestingDepth(Documents.MAX_DEPTH + 8)
                        .maxNumberLength(100)
                        .maxStringLength(Documents.MAX_BYTES)
                        .build();
        json = new JsonFactoryBuilder().streamReadConstraints(limits).build();
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Documents.MAX_BYTES);
        options.setNestingDepthLimit(Documents.MAX_DEPTH + 8);
        yaml =
                YAMLFactory.builder()
                        .loaderOptions(options)
                        .streamReadConstraints(limits)
                        .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                        .build();
    }

    List<Document> read(String source, byte[] bytes) {
        List<Tree> trees = trees(source, bytes);
        List<Document> documents = new ArrayList<>();
        List<InvalidResource> problems = new ArrayList<>();
        for (int i = 0; i < trees.size(); i++) {
            new Shape(source, i + 1, trees.get(i)).read(documents, problems);
            if (problems.size() >= MAX_PROBLEMS) {
                break;
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidDocuments(problems);
        }
        return List.copyOf(documents);
    }

    private List<Tree> trees(String source, byte[] bytes) {
        if (bytes.length > Documents.MAX_BYTES) {
            throw refused(
                    source,
                    bytes.length
                            + " bytes are more than the limit of "
                            + Documents.MAX_BYTES
                            + "; apply it in parts");
        }
        String text = decode(source, bytes);
        List<Tree> trees = new ArrayList<>();
        int number = 1;
        try (JsonParser parser = (isJson(text) ? json : yaml).createParser(text)) {
            int nodes = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                TreeReader reader = new TreeReader(parser, nodes);
                Tree tree = reader.read();
                nodes = reader.nodes();
                number++;
                if (!tree.root().isNull() && !isEmptyText(tree.root())) {
                    trees.add(tree);
                }
            }
        } catch (JsonProcessingException e) {
            throw refused(source + ", document " + number, line(e) + firstLine(e));
        } catch (InvalidResource e) {
            throw refused(source + ", document " + number, e.problem());
        } catch (IOException e) {
            throw refused(source + ", document " + number, e.toString());
        }
        return trees;
    }

    private static boolean isEmptyText(JsonNode root) {
        return root.isTextual() && root.textValue().isBlank();
    }

    private static String decode(String source, byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            InvalidDocuments refused = refused(source, "is not UTF-8 text");
            refused.initCause(e);
            throw refused;
        }
    }

    /** JSON begins with a brace that a quote, another brace or nothing follows. */
    private static boolean isJson(String text) {
        String start = text.stripLeading();
        if (start.isEmpty() || start.charAt(0) != '{') {
            return false;
        }
        String rest = start.substring(1, Math.min(start.length(), 4096)).stripLeading();
        return rest.isEmpty() || rest.charAt(0) == '"' || rest.charAt(0) == '}';
    }

    private static String line(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return "line " + (marked.getProblemMark().getLine() + 1) + ": ";
        }
        return e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    }

    /** The parser's message without the places and excerpts that follow it. */
    private static String firstLine(JsonProcessingException e) {
        Map<String, Boolean> parts = new LinkedHashMap<>();
        for (String part : e.getOriginalMessage().split("\n", -1)) {
            String trimmed = part.strip();
            if (!trimmed.isEmpty() && !trimmed.startsWith("in '") && !trimmed.startsWith("^")) {
                parts.put(trimmed, true);
            }
            if (parts.size() == 2) {
                break;
            }
        }
        return String.join(": ", parts.keySet());
    }

    private static InvalidDocuments refused(String place, String problem) {
        return new InvalidDocuments(List.of(new InvalidResource("", problem).at(place)));
    }
}
