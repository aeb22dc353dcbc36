package org.vibrissa.control.internal.commands;

import java.util.List;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.ResourceKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa delete}. */
@Command(description = "Deletes resources, all or none")
final class DeleteCommand implements Runnable {
    private final Invocation invocation;
    private final ResourceAccess access;

    @Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "Such as ippool.")
    private String kind = "";

    @Parameters(index = "1..*", paramLabel = "NAME", description = "Which of this kind.")
    private List<String> names = List.of();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            defaultValue = "",
            description = "For kinds that have one (default: default).")
    private String namespace;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Delete what these documents name; repeatable.")
    private List<String> files = List.of();

    @Option(names = "--dry-run", description = "Only say what would be deleted.")
    private boolean dryRun;

    DeleteCommand(Invocation invocation, ResourceAccess access) {
        this.invocation = invocation;
        this.access = access;
    }

    @Override
    public void run() {
        if (files.isEmpty() == names.isEmpty()) {
            throw CommandFailed.usage(
                    "delete wants KIND and NAMEs, or files with -f",
                    "vibrissa delete endpoint xwing");
        }
        ApplyOptions options = dryRun ? ApplyOptions.USER.asDryRun() : ApplyOptions.USER;
        List<ChangeView> changes =
                access.store().delete(keys(), options).stream().map(ChangeView::of).toList();
        String note = dryRun ? " (dry run)" : "";
        invocation.print(
                changes,
                out -> changes.forEach(c -> out.println(c.title() + " " + c.action() + note)));
    }

    private List<ResourceKey> keys() {
        if (files.isEmpty()) {
            return names.stream().map(name -> access.key(kind, namespace, name)).toList();
        }
        return access.read(invocation, files).stream()
                .map(d -> access.key(d.kind(), d.metadata().namespace(), d.metadata().name()))
                .toList();
    }
}
