package org.vibrissa.control.internal.commands;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.vibrissa.control.Invocation;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Change;
import org.vibrissa.state.Document;
import org.vibrissa.state.ResourceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa apply}. */
@Command(description = "Creates or changes resources from YAML or JSON, all or none")
final class ApplyCommand implements Callable<Integer> {
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

    @Option(names = "--wait", description = "Wait until all that was applied is ready.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long --wait waits (default: 60).")
    private int timeout;

    ApplyCommand(Invocation invocation, ResourceAccess access) {
        this.invocation = invocation;
        this.access = access;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Document> documents = access.read(invocation, files);
        ApplyOptions options = dryRun ? ApplyOptions.USER.asDryRun() : ApplyOptions.USER;
        ResourceStore store = access.store();
        List<Change> applied = store.apply(documents, options);
        List<ChangeView> changes = applied.stream().map(ChangeView::of).toList();
        String note = dryRun ? " (dry run)" : "";
        invocation.print(
                changes,
                out -> changes.forEach(c -> out.println(c.title() + " " + c.action() + note)));
        if (wait && !dryRun) {
            invocation.out().flush();
            new AwaitReady(store, invocation)
                    .await(applied.stream().map(Change::key).toList(), Duration.ofSeconds(timeout));
        }
        return 0;
    }
}
