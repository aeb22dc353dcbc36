package org.vibrissa.control.internal.commands;

import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.control.internal.server.Services;
import picocli.CommandLine.Command;

/** {@code vibrissa footprint}. */
@Command(description = "Lists everything the daemon has on this host, by owner")
final class FootprintCommand implements Runnable {
    private final Invocation invocation;
    private final Services services;

    FootprintCommand(Invocation invocation, Services services) {
        this.invocation = invocation;
        this.services = services;
    }

    @Override
    public void run() {
        invocation.print(
                Table.of(FootprintRow.all(services))
                        .column("OWNER", "owner", FootprintRow::owner)
                        .column("KIND", "kind", FootprintRow::kind)
                        .column("NAME", "name", FootprintRow::name)
                        .column("DETAIL", "detail", FootprintRow::detail)
                        .whenEmpty("The daemon has nothing on this host."));
    }
}
