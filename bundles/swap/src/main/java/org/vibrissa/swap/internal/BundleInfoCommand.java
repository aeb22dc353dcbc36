package org.vibrissa.swap.internal;

import java.io.PrintWriter;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.swap.BundleDetail;
import org.vibrissa.swap.Bundles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa bundle info}. */
@Component(service = CommandProvider.class)
public final class BundleInfoCommand extends BundleCommand {
    private final Bundles bundles;

    /** Over these bundles. */
    @Activate
    public BundleInfoCommand(@Reference Bundles bundles) {
        super("info", 20);
        this.bundles = bundles;
    }

    @Override
    public String example() {
        return "vibrissa bundle info datapath";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(invocation, bundles);
    }

    @Command(description = "Shows one bundle's packages, services and components")
    private static final class Run implements Runnable {
        private final Invocation invocation;
        private final Bundles bundles;

        @Parameters(paramLabel = "NAME", description = "Name or id.")
        private String name;

        Run(Invocation invocation, Bundles bundles) {
            this.invocation = invocation;
            this.bundles = bundles;
        }

        @Override
        public void run() {
            BundleDetail detail = bundles.detail(name);
            invocation.print(detail, out -> print(detail, out));
        }

        private static void print(BundleDetail detail, PrintWriter out) {
            out.println("Name:      " + detail.state().name());
            out.println("Version:   " + detail.state().version());
            out.println("Id:        " + detail.state().id());
            out.println("State:     " + detail.state().state());
            if (!detail.state().problem().isEmpty()) {
                out.println("Problem:   " + detail.state().problem());
            }
            out.println("Location:  " + detail.location());
            section(out, "Exports", detail.exports());
            section(out, "Imports", detail.imports());
            section(out, "Provides services", detail.provides());
            section(out, "Uses services", detail.uses());
            section(
                    out,
                    "Components",
                    detail.components().stream()
                            .map(c -> (c.name() + "  " + c.state() + "  " + c.awaits()).strip())
                            .toList());
        }

        private static void section(PrintWriter out, String title, List<String> lines) {
            if (!lines.isEmpty()) {
                out.println(title + ":");
                lines.forEach(line -> out.println("  " + line));
            }
        }
    }
}
