package org.vibrissa.swap.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.swap.BundleState;
import org.vibrissa.swap.Bundles;
import picocli.CommandLine.Command;

/** {@code vibrissa bundle list}. */
@Component(service = CommandProvider.class)
public final class BundleListCommand extends BundleCommand {
    private final Bundles bundles;

    /** Over these bundles. */
    @Activate
    public BundleListCommand(@Reference Bundles bundles) {
        super("list", 10);
        this.bundles = bundles;
    }

    @Override
    public String example() {
        return "vibrissa bundle list";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(invocation, bundles);
    }

    @Command(description = "Shows bundles with version, state and what is wrong")
    private record Run(Invocation invocation, Bundles bundles) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(bundles.list())
                            .column("ID", "id", BundleState::id)
                            .column("NAME", "name", BundleState::name)
                            .column("VERSION", "version", BundleState::version)
                            .column("STATE", "state", BundleState::state)
                            .column("PROBLEM", "problem", BundleState::problem)
                            .detail("fragment", BundleState::fragment));
        }
    }
}
