package org.vibrissa.control.internal.commands;

import java.util.List;
import org.vibrissa.control.Invocation;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa apply}. */
@Command(description = "Creates or changes resources from YAML or JSON, all or none")
final class ApplyCommand implements Runnable {
    private final Invocation invocation;
    private final ResourceAccess access;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "File, folder, or - for standard input; repeatable.")
    private List<String> files = List.of();

    @Option(names = "--dry-run", description = "Only say what would change.")
    private boolean dryRun;

    ApplyCommand(Invocation invocation, ResourceAccess access) {
        this.invocation = invocation;
        this.access = access;
    }

    @Override
    public void run() {
        List<Document> documents = access.read(invocation, files);
        ApplyOptions options = dryRun ? ApplyOptions.USER.asDryRun() : ApplyOptions.USER;
        List<ChangeView> changes =
                access.store().apply(documents, options).stream().map(ChangeView::of).toList();
        String note = dryRun ? " (dry run)" : "";
        invocation.print(
                changes,
                out -> changes.forEach(c -> out.println(c.title() + " " + c.action() + note)));
    }
}
