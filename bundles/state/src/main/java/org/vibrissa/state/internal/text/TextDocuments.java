package org.vibrissa.state.internal.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.state.Document;
import org.vibrissa.state.Documents;
import org.vibrissa.state.Resource;
import org.vibrissa.state.StateException;

/** Documents by Jackson. */
@Component
public final class TextDocuments implements Documents {
    private final DocumentReader reader = new DocumentReader();
    private final ObjectMapper yaml =
            new ObjectMapper(
                    YAMLFactory.builder()
                            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                            .disable(YAMLGenerator.Feature.SPLIT_LINES)
                            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                            .build());

    @Override
    public List<Document> read(String source, byte[] text) {
        return reader.read(source, text);
    }

    @Override
    public String yaml(Collection<Resource> resources) {
        return resources.stream()
                .map(resource -> write(yaml, ResourceJson.withStatus(resource)))
                .collect(Collectors.joining("---\n"));
    }

    @Override
    public String json(Collection<Resource> resources) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("apiVersion", "v1");
        list.put("kind", "List");
        ArrayNode items = list.putArray("items");
        resources.forEach(resource -> items.add(ResourceJson.withStatus(resource)));
        return list.toPrettyString() + "\n";
    }

    private static String write(ObjectMapper mapper, ObjectNode node) {
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new StateException("could not write " + node, e);
        }
    }
}
