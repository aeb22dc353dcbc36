package org.vibrissa.mode.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A receipt for people. */
final class ReceiptText {
    private ReceiptText() {}

    static void print(JsonNode signed, PrintWriter out) {
        JsonNode receipt = signed.path("receipt");
        out.printf("Receipt:  %s%n", receipt.path("id").asText());
        out.printf("Change:   %s%n", change(receipt));
        out.printf("Result:   %s%n", result(receipt));
        if (receipt.has("by")) {
            out.printf("By:       %s on ", receipt.path("by").asText());
        } else {
            out.print("On:       ");
        }
        out.println(receipt.path("node").asText());
        out.printf("Time:     %s", receipt.path("startedAt").asText());
        out.println(receipt.has("finishedAt") ? " to " + receipt.path("finishedAt").asText() : "");
        out.printf("Phases:   %s%n", phases(receipt.path("phaseMicros")));
        if (receipt.path("kind").asText().equals("bundle")) {
            bundle(receipt, out);
        }
        receipt.path("pending").forEach(p -> out.printf("Pending:  %s%n", p.asText()));
        receipt.path("hosts")
                .properties()
                .forEach(host -> host(host.getKey(), host.getValue(), out));
        out.printf("Signed:   by %s%n", signed.path("signature").path("node").asText());
    }

    private static String change(JsonNode receipt) {
        return receipt.has("what")
                ? receipt.path("what").asText()
                : "group %s from %s to %s"
                        .formatted(
                                receipt.path("group").asText(),
                                receipt.path("from").asText(),
                                receipt.path("to").asText());
    }

    private static void bundle(JsonNode receipt, PrintWriter out) {
        List<String> slots = new ArrayList<>();
        receipt.path("slots").forEach(slot -> slots.add(slot.asText()));
        if (!slots.isEmpty()) {
            out.printf("Slots:    %s%n", String.join(", ", slots));
            out.printf(
                    "Took:     %d us, %d packets entered them meanwhile%n",
                    receipt.path("handoverMicros").asLong(), receipt.path("packets").asLong());
        }
        out.printf("SHA-256:  %s%n", receipt.path("jarSha256").asText());
    }

    private static void host(String name, JsonNode host, PrintWriter out) {
        out.printf("%s (%s)%n", name, host.path("version").asText());
        out.printf("  phases:  %s%n", phases(host.path("phaseMicros")));
        host.path("packets")
                .properties()
                .forEach(
                        mode ->
                                out.printf(
                                        "  %-8s sent %d, received %d packets%n",
                                        mode.getKey() + ":",
                                        mode.getValue().path("sent").asLong(),
                                        mode.getValue().path("received").asLong()));
        if (host.has("dropped")) {
            out.printf("  dropped: %d packets, for any reason%n", host.path("dropped").asLong());
        }
        if (host.has("flows")) {
            out.printf("  flows:   %d carried%n", host.path("flows").asLong());
        }
    }

    private static String result(JsonNode receipt) {
        String reason = receipt.path("reason").asText();
        return receipt.path("result").asText() + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static String phases(JsonNode micros) {
        List<String> parts = new ArrayList<>();
        micros.properties()
                .forEach(
                        phase ->
                                parts.add(
                                        "%s %.1f ms"
                                                .formatted(
                                                        phase.getKey(),
                                                        phase.getValue().asLong() / 1000.0)));
        return String.join(", ", parts);
    }
}
