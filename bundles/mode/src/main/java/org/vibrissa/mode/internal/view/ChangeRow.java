package org.vibrissa.mode.internal.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.vibrissa.mode.internal.receipt.Receipts;

/**
 * One change of a mode that is over.
 *
 * @param id names it and its receipt
 * @param group the path group
 * @param from the mode before
 * @param to the mode asked for
 * @param result {@code completed}, {@code rolled-back} or {@code aborted}
 * @param node the host that coordinated
 * @param startedAt RFC 3339
 * @param commitMs from the first host's commit to the last one's, milliseconds
 * @param rollbackMs the same of the way back
 * @param reason why it went back; empty otherwise
 */
public record ChangeRow(
        String id,
        String group,
        String from,
        String to,
        String result,
        String node,
        String startedAt,
        Optional<Double> commitMs,
        Optional<Double> rollbackMs,
        String reason) {
    /** Those of modes, the newest first. */
    public static List<ChangeRow> list(Receipts receipts) {
        return receipts.list().stream()
                .map(signed -> signed.path("receipt"))
                .filter(receipt -> receipt.path("kind").asText().equals("mode"))
                .map(ChangeRow::of)
                .toList();
    }

    private static ChangeRow of(JsonNode receipt) {
        return new ChangeRow(
                receipt.path("id").asText(),
                receipt.path("group").asText(),
                receipt.path("from").asText(),
                receipt.path("to").asText(),
                receipt.path("result").asText(),
                receipt.path("node").asText(),
                receipt.path("startedAt").asText(),
                Optional.ofNullable(receipt.get("commitMs")).map(JsonNode::asDouble),
                Optional.ofNullable(receipt.get("rollbackMs")).map(JsonNode::asDouble),
                receipt.path("reason").asText());
    }
}
