package org.vibrissa.mode.internal.cli;

import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.mode.internal.receipt.Receipts;
import org.vibrissa.mode.internal.view.ReceiptRow;
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

    @Command(
            description = {
                "Lists the signed receipts that this host has, the newest first.",
                "Those of mode changes are on every host that took part, those of bundle swaps on"
                        + " the host where the bundle was swapped."
            })
    private record Run(Receipts receipts, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(receipts.list().stream().map(ReceiptRow::of).toList())
                            .column("RECEIPT", "id", ReceiptRow::id)
                            .column("KIND", "kind", ReceiptRow::kind)
                            .column("WHAT", "what", ReceiptRow::what)
                            .column("RESULT", "result", ReceiptRow::result)
                            .column("STARTED", "startedAt", r -> Instant.parse(r.startedAt()))
                            .column("SIGNED BY", "signer", ReceiptRow::signer)
                            .whenEmpty(
                                    "No receipt yet: vibrissa mode set and vibrissa bundle swap"
                                            + " make them"));
        }
    }
}
