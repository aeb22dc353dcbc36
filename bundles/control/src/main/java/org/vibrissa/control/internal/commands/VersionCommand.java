package org.vibrissa.control.internal.commands;

import org.vibrissa.control.Invocation;
import picocli.CommandLine.Command;

/** {@code vibrissa version}. */
@Command(description = "Shows the versions of daemon, kernel and Java")
final class VersionCommand implements Runnable {
    private final Invocation invocation;

    VersionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        VersionReport report = VersionReport.of(invocation.node());
        invocation.print(
                report,
                out -> {
                    out.println("vibrissa " + report.version() + " (node " + report.node() + ")");
                    out.println("kernel   " + report.kernel());
                    out.println("java     " + report.java());
                });
    }
}
