package org.vibrissa.state;

import java.util.Collection;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Text to documents and back: YAML with several documents, JSON, and lists of either. */
@ProviderType
public interface Documents {
    /** Largest text that is read, in bytes. */
    int MAX_BYTES = 4 << 20;

    /** Deepest nesting of maps and lists. */
    int MAX_DEPTH = 64;

    /** Most values in one text, counted after aliases are expanded. */
    int MAX_NODES = 200_000;

    /**
     * Reads all documents. Empty ones are skipped; a {@code kind: List} counts as its items.
     * Duplicate and unknown keys, merge keys, and whatever is beyond the limits are refused; fields
     * that the store itself writes (uid, generation, status, ...) are accepted and ignored, so that
     * what {@code get -o yaml} printed can be applied again.
     *
     * @param source named in errors: a file name or {@code stdin}
     * @param text UTF-8
     * @throws InvalidDocuments with document number and line of each problem
     */
    List<Document> read(String source, byte[] text);

    /** One YAML document per resource, separated by {@code ---}. */
    String yaml(Collection<Resource> resources);

    /** A JSON {@code List} of the resources, indented. */
    String json(Collection<Resource> resources);
}
