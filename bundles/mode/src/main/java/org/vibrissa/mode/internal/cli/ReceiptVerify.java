package org.vibrissa.mode.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.mode.internal.receipt.Receipts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa receipt verify}. */
@Component(service = CommandProvider.class)
public final class ReceiptVerify extends ModeCommand {
    private final Receipts receipts;

    @Activate
    public ReceiptVerify(@Reference Receipts receipts) {
        super("receipt verify", "vibrissa receipt verify 20260101t120000000-1a2b");
        this.receipts = receipts;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(receipts, invocation);
    }

    @Command(description = "Checks that a receipt is unchanged and says whose it is.")
    private static final class Run implements Runnable {
        private final Receipts receipts;
        private final Invocation invocation;

        @Parameters(
                paramLabel = "ID",
                arity = "0..1",
                description = "The receipt, or the beginning of its id.")
        private String id;

        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                description = "A receipt in a file, as receipt show -o json prints it.")
        private String file;

        Run(Receipts receipts, Invocation invocation) {
            this.receipts = receipts;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            if ((id == null) == (file == null)) {
                throw CommandFailed.usage("give a receipt's id or -f FILE", "");
            }
            JsonNode signed = id == null ? read() : ReceiptShow.find(receipts, id);
            Receipts.Verdict verdict = receipts.verify(signed);
            if (!verdict.good()) {
                throw CommandFailed.failed(
                        "this receipt is not to be trusted: " + verdict.text(), "");
            }
            invocation.print(verdict, out -> out.println("good: " + verdict.text()));
        }

        private JsonNode read() {
            try {
                return new ObjectMapper().readTree(invocation.readFile(file));
            } catch (IOException e) {
                throw CommandFailed.failed(file + " is no JSON: " + e.getMessage(), "").causedBy(e);
            }
        }
    }
}
