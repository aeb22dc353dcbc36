package org.vibrissa.swap.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.OutputFormat;
import org.vibrissa.swap.BundleSwap;
import org.vibrissa.swap.SwapFailed;
import org.vibrissa.swap.SwapReceipt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa bundle swap}. */
@Component(service = CommandProvider.class)
public final class BundleSwapCommand extends BundleCommand {
    private final BundleSwap swap;

    /** Over this swap service. */
    @Activate
    public BundleSwapCommand(@Reference BundleSwap swap) {
        super("swap", 50);
        this.swap = swap;
    }

    @Override
    public String example() {
        return "vibrissa bundle swap packetcount-2.0.0.jar";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(invocation, swap);
    }

    @Command(
            description =
                    "Installs a bundle, or swaps it for the running version while packets flow;"
                            + " prints the receipt.")
    private static final class Run implements Runnable {
        private final Invocation invocation;
        private final BundleSwap swap;

        @Parameters(paramLabel = "FILE", description = "The bundle's jar.")
        private String file;

        @Option(names = "--dry-run", description = "Only the pre-flight; changes nothing.")
        private boolean dryRun;

        Run(Invocation invocation, BundleSwap swap) {
            this.invocation = invocation;
            this.swap = swap;
        }

        @Override
        public void run() {
            try {
                SwapReceipt receipt =
                        swap.swap(invocation.readFile(file), file, dryRun, this::progress);
                invocation.print(receipt, out -> out.print(ReceiptText.of(receipt)));
            } catch (SwapFailed e) {
                throw CommandFailed.failed(e.phase() + ": " + e.getMessage(), e.nextStep())
                        .causedBy(e);
            }
        }

        private void progress(String phase) {
            if (invocation.format() == OutputFormat.TABLE && invocation.tty()) {
                invocation.err().println(phase + " ...");
                invocation.err().flush();
            }
        }
    }
}
