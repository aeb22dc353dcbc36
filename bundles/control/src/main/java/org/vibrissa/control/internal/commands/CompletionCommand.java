package org.vibrissa.control.internal.commands;

import java.util.function.Supplier;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.internal.command.CommandTree;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa completion}. */
@Command(description = "Prints a completion script for bash or zsh")
final class CompletionCommand implements Runnable {
    private final Invocation invocation;
    private final Supplier<CommandTree> tree;

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private String shell;

    CompletionCommand(Invocation invocation, Supplier<CommandTree> tree) {
        this.invocation = invocation;
        this.tree = tree;
    }

    @Override
    public void run() {
        String script = AutoComplete.bash("vibrissa", tree.get().buildAll());
        switch (shell) {
            case "bash" -> invocation.out().print(script);
            case "zsh" -> {
                invocation.out().println("autoload -U +X compinit && compinit");
                invocation.out().println("autoload -U +X bashcompinit && bashcompinit");
                invocation.out().print(script);
            }
            default ->
                    throw CommandFailed.usage(
                            "no completion for " + shell, "Known shells: bash, zsh");
        }
    }
}
