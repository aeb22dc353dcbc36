package org.vibrissa.swap.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.swap.BundleRemoval;
import org.vibrissa.swap.BundleSwap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa bundle uninstall}. */
@Component(service = CommandProvider.class)
public final class BundleUninstallCommand extends BundleCommand {
    private final BundleSwap swap;

    /** Over this swap service. */
    @Activate
    public BundleUninstallCommand(@Reference BundleSwap swap) {
        super("uninstall", 60);
        this.swap = swap;
    }

    @Override
    public String example() {
        return "vibrissa bundle uninstall org.example.packetcount --dry-run";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(invocation, swap);
    }

    @Command(
            description =
                    "Takes a bundle that was installed by 'bundle swap' off the host: its slots,"
                            + " links, maps, pins and the kept jar; traffic goes on")
    private static final class Run implements Runnable {
        private final Invocation invocation;
        private final BundleSwap swap;

        @Parameters(paramLabel = "NAME", description = "Name or id.")
        private String name;

        @Option(names = "--force", description = "Also one that other bundles stand on.")
        private boolean force;

        @Option(
                names = "--yes",
                description = "Also one that says what the host does without then.")
        private boolean yes;

        @Option(names = "--dry-run", description = "Only lists what would go.")
        private boolean dryRun;

        Run(Invocation invocation, BundleSwap swap) {
            this.invocation = invocation;
            this.swap = swap;
        }

        @Override
        public void run() {
            BundleRemoval removal = swap.uninstall(name, force, dryRun, yes);
            invocation.print(removal, out -> out.print(RemovalText.of(removal)));
        }
    }
}
