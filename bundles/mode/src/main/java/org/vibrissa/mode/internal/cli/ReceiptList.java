package org.vibrissa.mode.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.mode.internal.receipt.Receipts;
import picocli.CommandLine.Command;

/** {@code vibrissa receipt list}. */
@Component(service = CommandProvider.class)
public final class ReceiptList extends ModeCommand {
    private final Receipts receipts;

    @Activate
    public ReceiptList(@Reference Receipts receipts) {
        super("receipt list", "vibrissa receipt list");
        this.receipts = receipts;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(receipts, invocation);
    }

    @Command(description = "Lists the signed receipts that this host has, the newest first.")
    private record Run(Receipts receipts, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(receipts.list())
                            .column("RECEIPT", "id", r -> of(r, "id"))
                            .column("KIND", "kind", r -> of(r, "kind"))
                            .column("WHAT", "what", ReceiptList::what)
                            .column("RESULT", "result", r -> of(r, "result"))
                            .column("STARTED", "startedAt", r -> Instant.parse(of(r, "startedAt")))
                            .column(
                                    "SIGNED BY",
                                    "signer",
                                    r -> r.path("signature").path("node").asText())
                            .whenEmpty("No receipt yet: vibrissa mode set makes them"));
        }
    }

    private static String of(JsonNode signed, String field) {
        return signed.path("receipt").path(field).asText();
    }

    private static String what(JsonNode signed) {
        return of(signed, "group") + " " + of(signed, "from") + " -> " + of(signed, "to");
    }
}
