package org.vibrissa.control.internal.commands;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Known here for help and completion; the runner turns it into {@code --help}. */
@Command(description = "Shows all commands, or one command's options")
final class HelpCommand implements Runnable {
    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command's words.")
    private List<String> words = List.of();

    @Override
    public void run() {
        throw new IllegalStateException("help " + words + " was not rewritten");
    }
}
