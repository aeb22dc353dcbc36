package org.vibrissa.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What the store knows about one kind. The bundle that acts on a kind registers one as a service.
 * Methods are called under the store's write lock: they must be quick, must not block, and must not
 * call the store.
 *
 * @param <S> the kind's typed spec, immutable
 */
@ConsumerType
public interface ResourceKind<S> {
    /** Such as {@code vibrissa.org/v1}. */
    String apiVersion();

    /** Versions which documents may have instead, and which mean the same. */
    default List<String> otherVersions() {
        return List.of();
    }

    /** Such as {@code IpPool}; unique among all kinds, whatever their version. */
    String kind();

    /** What {@code vibrissa get} also takes, lower case: {@code ippools}. */
    String plural();

    /** More names for {@code vibrissa get}, such as {@code ep}. */
    default List<String> shortNames() {
        return List.of();
    }

    /** Whether resources have a namespace; one that is not written is {@code default}. */
    default boolean namespaced() {
        return false;
    }

    /** Whether only the daemon writes this kind: what users apply or delete is refused. */
    default boolean managed() {
        return false;
    }

    /**
     * Whether the resource is of the whole fleet: every host has the same ones. Others are of this
     * host alone.
     */
    default boolean fleetWide() {
        return false;
    }

    /** Whether names may be DNS names with dots, up to 253 characters, instead of DNS labels. */
    default boolean dottedNames() {
        return false;
    }

    /**
     * Annotations that say where a document was written. They take the place of those that the
     * document has under the same keys.
     *
     * @param document with lines when it was read from a text, without when it was made in code
     */
    default Map<String, String> provenance(Document document) {
        return Map.of();
    }

    /**
     * Reads a spec strictly; {@link SpecReader} helps.
     *
     * @throws InvalidResource with the field's path, beginning with {@code spec}
     */
    S decode(JsonNode spec);

    /**
     * Checks a created or changed resource against everything else.
     *
     * @param candidate as it would be stored
     * @param spec its decoded spec
     * @param after the state as it would be when the whole apply is done, candidate included
     * @throws InvalidResource when it must not be stored
     */
    default void validate(Resource candidate, S spec, StoreView after) {}

    /**
     * Checks what a user creates or changes; what the daemon itself writes is not asked about.
     * Called after {@link #validate}.
     *
     * @param before as it is stored; empty when it is new
     * @param candidate as it would be stored
     * @param spec the candidate's decoded spec
     * @param after the state as it would be when the whole apply is done
     * @throws InvalidResource when users must not make this change
     */
    default void validateUserChange(
            Optional<Resource> before, Resource candidate, S spec, StoreView after) {}

    /**
     * Checks a delete.
     *
     * @param gone what would be deleted
     * @param after the state as it would be afterwards
     * @throws InvalidResource when it must stay
     */
    default void validateDelete(Resource gone, StoreView after) {}

    /** The columns of {@code vibrissa get} between NAME and STATUS. */
    default List<Column> columns() {
        return List.of();
    }
}
