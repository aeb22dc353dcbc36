package org.vibrissa.swap.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import org.vibrissa.swap.SwapReceipt;

/** A receipt as it is signed, beside those of other kinds. */
final class SignedReceipt {
    private SignedReceipt() {}

    static ObjectNode of(SwapReceipt receipt) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", receipt.id().toLowerCase(Locale.ROOT)).put("kind", "bundle");
        json.put("node", receipt.node()).put("what", what(receipt));
        json.put("bundle", receipt.bundle()).put("from", receipt.from()).put("to", receipt.to());
        json.put("result", receipt.outcome()).put("reason", receipt.reason());
        json.put("startedAt", receipt.startedAt().toString());
        ObjectNode phases = json.putObject("phaseMicros");
        long micros = 0;
        for (SwapReceipt.Phase phase : receipt.phases()) {
            phases.put(phase.name(), phase.micros());
            micros += phase.micros();
        }
        json.put(
                "finishedAt", receipt.startedAt().plus(Duration.ofNanos(micros * 1000)).toString());
        receipt.slots().forEach(json.putArray("slots")::add);
        json.put("handoverMicros", receipt.handoverMicros()).put("packets", receipt.packets());
        return json.put("jarSha256", receipt.jarSha256());
    }

    private static String what(SwapReceipt receipt) {
        return receipt.from().isEmpty()
                ? receipt.bundle() + " " + receipt.to()
                : "%s %s -> %s".formatted(receipt.bundle(), receipt.from(), receipt.to());
    }
}
