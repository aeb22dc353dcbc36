package org.vibrissa.swap.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.swap.BundleSwap;
import org.vibrissa.swap.SwapReceipt;
import picocli.CommandLine.Command;

/** {@code vibrissa bundle receipts}. */
@Component(service = CommandProvider.class)
public final class ReceiptListCommand extends BundleCommand {
    private final BundleSwap swap;

    /** Over this swap service. */
    @Activate
    public ReceiptListCommand(@Reference BundleSwap swap) {
        super("receipts", 70);
        this.swap = swap;
    }

    @Override
    public String example() {
        return "vibrissa bundle receipts -o json";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(invocation, swap);
    }

    @Command(description = "Lists the receipts of swaps, the newest first.")
    private record Run(Invocation invocation, BundleSwap swap) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(swap.receipts())
                            .column("RECEIPT", "id", SwapReceipt::id)
                            .column("BUNDLE", "bundle", SwapReceipt::bundle)
                            .column("FROM", "from", SwapReceipt::from)
                            .column("TO", "to", SwapReceipt::to)
                            .column("OUTCOME", "outcome", SwapReceipt::outcome)
                            .column("STARTED", "startedAt", SwapReceipt::startedAt)
                            .column("REASON", "reason", SwapReceipt::reason)
                            .detail("slots", SwapReceipt::slots)
                            .detail("packets", SwapReceipt::packets)
                            .whenEmpty("No swap was made yet."));
        }
    }
}
