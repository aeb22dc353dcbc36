package org.vibrissa.control.internal.commands;

import java.io.PrintWriter;
import java.util.List;
import org.vibrissa.control.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa diff}. */
@Command(description = "Shows field by field what an apply would change")
final class DiffCommand implements Runnable {
    private final Invocation invocation;
    private final ResourceAccess access;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "File, folder, or - for standard input; repeatable.")
    private List<String> files = List.of();

    DiffCommand(Invocation invocation, ResourceAccess access) {
        this.invocation = invocation;
        this.access = access;
    }

    @Override
    public void run() {
        List<ChangeView> changes =
                access.store().diff(access.read(invocation, files)).stream()
                        .map(ChangeView::of)
                        .toList();
        invocation.print(changes, out -> changes.forEach(change -> print(change, out)));
    }

    private static void print(ChangeView change, PrintWriter out) {
        if (change.action().equals("unchanged")) {
            return;
        }
        out.println(change.title() + " would be " + change.action());
        for (ChangeView.Difference difference : change.differences()) {
            if (!difference.before().isEmpty()) {
                out.println("- " + difference.path() + ": " + difference.before());
            }
            if (!difference.after().isEmpty()) {
                out.println("+ " + difference.path() + ": " + difference.after());
            }
        }
    }
}
