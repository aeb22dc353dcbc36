package org.vibrissa.swap.internal;

import java.util.Locale;
import java.util.stream.Collectors;
import org.vibrissa.swap.SwapReceipt;

/** A receipt for people. */
final class ReceiptText {
    private ReceiptText() {}

    static String of(SwapReceipt receipt) {
        String change =
                receipt.from().isEmpty() ? receipt.to() : receipt.from() + " -> " + receipt.to();
        String phases =
                receipt.phases().stream()
                        .map(
                                phase ->
                                        String.format(
                                                Locale.ROOT,
                                                "%s %.1f ms",
                                                phase.name(),
                                                phase.micros() / 1000.0))
                        .collect(Collectors.joining(", "));
        StringBuilder text = new StringBuilder();
        text.append(receipt.bundle()).append(' ').append(change).append(' ');
        text.append(receipt.outcome()).append('\n');
        if (!receipt.id().isEmpty()) {
            line(text, "receipt", receipt.id());
        }
        line(text, "phases", phases);
        if (!receipt.slots().isEmpty()) {
            line(text, "slots", String.join(", ", receipt.slots()));
        }
        if (!receipt.slots().isEmpty() && !receipt.id().isEmpty()) {
            line(text, "took", receipt.handoverMicros() + " us");
            line(text, "packets", receipt.packets() + " entered them meanwhile");
        }
        line(text, "sha256", receipt.jarSha256());
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  ").append(String.format(Locale.ROOT, "%-8s", name)).append(value);
        text.append('\n');
    }
}
