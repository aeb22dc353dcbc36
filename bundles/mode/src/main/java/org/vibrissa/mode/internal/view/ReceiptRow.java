package org.vibrissa.mode.internal.view;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A signed receipt as listed.
 *
 * @param id names it
 * @param kind {@code mode} or {@code bundle}
 * @param what was changed
 * @param result how it ended
 * @param startedAt RFC 3339
 * @param signer the host whose key has signed it
 */
public record ReceiptRow(
        String id, String kind, String what, String result, String startedAt, String signer) {
    /** Of a receipt with its signature. */
    public static ReceiptRow of(JsonNode signed) {
        JsonNode receipt = signed.path("receipt");
        return new ReceiptRow(
                receipt.path("id").asText(),
                receipt.path("kind").asText(),
                what(receipt),
                receipt.path("result").asText(),
                receipt.path("startedAt").asText(),
                signed.path("signature").path("node").asText());
    }

    private static String what(JsonNode receipt) {
        return receipt.has("what")
                ? receipt.path("what").asText()
                : "%s %s -> %s"
                        .formatted(
                                receipt.path("group").asText(),
                                receipt.path("from").asText(),
                                receipt.path("to").asText());
    }
}
