package org.vibrissa.mode.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.mode.internal.receipt.Receipts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa receipt show}. */
@Component(service = CommandProvider.class)
public final class ReceiptShow extends ModeCommand {
    private final Receipts receipts;

    @Activate
    public ReceiptShow(@Reference Receipts receipts) {
        super("receipt show", "vibrissa receipt show 20260101t120000000-1a2b -o json");
        this.receipts = receipts;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(receipts, invocation);
    }

    static JsonNode find(Receipts receipts, String id) {
        return receipts.get(id)
                .orElseThrow(
                        () ->
                                CommandFailed.failed(
                                        "there is no receipt " + id, "vibrissa receipt list"));
    }

    @Command(description = "Shows one receipt.")
    private static final class Run implements Runnable {
        private final Receipts receipts;
        private final Invocation invocation;

        @Parameters(paramLabel = "ID", description = "The receipt, or the beginning of its id.")
        private String id;

        Run(Receipts receipts, Invocation invocation) {
            this.receipts = receipts;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            JsonNode signed = find(receipts, id);
            invocation.print(signed, out -> ReceiptText.print(signed, out));
        }
    }
}
