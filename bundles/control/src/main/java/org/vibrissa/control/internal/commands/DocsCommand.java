package org.vibrissa.control.internal.commands;

import java.util.function.Supplier;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.internal.command.CommandReference;
import org.vibrissa.control.internal.command.CommandTree;
import picocli.CommandLine.Command;

/** {@code vibrissa docs commands}: the source of docs/commands.md. */
@Command(description = "Prints the command reference as Markdown")
final class DocsCommand implements Runnable {
    private final Invocation invocation;
    private final Supplier<CommandTree> tree;

    DocsCommand(Invocation invocation, Supplier<CommandTree> tree) {
        this.invocation = invocation;
        this.tree = tree;
    }

    @Override
    public void run() {
        new CommandReference(tree.get()).print(invocation.out());
    }
}
