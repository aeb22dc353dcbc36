package org.vibrissa.swap.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.swap.BundleState;
import org.vibrissa.swap.Bundles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa bundle stop}. */
@Component(service = CommandProvider.class)
public final class BundleStopCommand extends BundleCommand {
    private final Bundles bundles;

    /** Over these bundles. */
    @Activate
    public BundleStopCommand(@Reference Bundles bundles) {
        super("stop", 30);
        this.bundles = bundles;
    }

    @Override
    public String example() {
        return "vibrissa bundle stop vendor-sample";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(invocation, bundles);
    }

    @Command(description = "Stops a bundle until it is started or the daemon restarts")
    private static final class Run implements Runnable {
        private final Invocation invocation;
        private final Bundles bundles;

        @Parameters(paramLabel = "NAME", description = "Name or id.")
        private String name;

        @Option(
                names = "--force",
                description = {
                    "Also one that other bundles stand on: they stop with it, and start with it.",
                    "Roots, stages, maps, devices and routes stay in force meanwhile, but nothing"
                            + " is added, removed or repaired."
                })
        private boolean force;

        @Option(
                names = "--yes",
                description = "Also one that the host does without then, such as policy.")
        private boolean yes;

        Run(Invocation invocation, Bundles bundles) {
            this.invocation = invocation;
            this.bundles = bundles;
        }

        @Override
        public void run() {
            BundleState state = bundles.stop(name, force, yes);
            invocation.print(
                    state, out -> out.println(state.name() + " " + state.version() + " stopped"));
        }
    }
}
