package org.vibrissa.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The shape of a body in the OpenAPI document. */
public sealed interface Schema {
    /** Derived from a record: its components, their types, Optional means not required. */
    record OfRecord(Class<? extends Record> type) implements Schema {}

    /** An array of a record. */
    record OfRecords(Class<? extends Record> type) implements Schema {}

    /** A literal JSON Schema (2020-12, as OpenAPI 3.1 uses). */
    record Literal(JsonNode schema) implements Schema {}

    /** Bytes that are no JSON, such as {@code application/java-archive}. */
    record Bytes(String mediaType) implements Schema {}

    /** No body; a response of 204. */
    record None() implements Schema {}

    static Schema of(Class<? extends Record> type) {
        return new OfRecord(type);
    }

    static Schema listOf(Class<? extends Record> type) {
        return new OfRecords(type);
    }

    static Schema json(JsonNode schema) {
        return new Literal(schema);
    }

    /** Any JSON. */
    static Schema any() {
        return new Literal(JsonNodeFactory.instance.objectNode());
    }

    static Schema bytes(String mediaType) {
        return new Bytes(mediaType);
    }

    static Schema none() {
        return new None();
    }
}
