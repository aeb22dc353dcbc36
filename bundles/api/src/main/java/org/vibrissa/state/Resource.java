package org.vibrissa.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One declaration with what became of it.
 *
 * @param apiVersion such as {@code vibrissa.org/v1}
 * @param kind such as {@code Endpoint}
 * @param metadata name, labels and what the store adds
 * @param spec the content; shared between readers, so it must not be modified
 * @param status what became of it
 */
public record Resource(
        String apiVersion, String kind, Metadata metadata, JsonNode spec, Status status) {

    public ResourceKey key() {
        return new ResourceKey(kind, metadata.namespace(), metadata.name());
    }

    public String name() {
        return metadata.name();
    }

    /** One label's value. */
    public Optional<String> label(String key) {
        return Optional.ofNullable(metadata.labels().get(key));
    }

    /** One fact of the status. */
    public Optional<String> detail(String name) {
        return Optional.ofNullable(status.details().get(name));
    }

    public Resource withStatus(Status next) {
        return new Resource(apiVersion, kind, metadata, spec, next);
    }

    /** Whether both declare the same: all but the status is equal. */
    public boolean sameDeclaration(Resource other) {
        return apiVersion.equals(other.apiVersion)
                && kind.equals(other.kind)
                && metadata.equals(other.metadata)
                && spec.equals(other.spec);
    }
}
