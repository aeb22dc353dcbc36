package org.vibrissa.control.internal.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.internal.cli.CommandLoop;
import org.vibrissa.control.internal.rest.Failures;
import org.vibrissa.control.internal.server.ClientGone;
import org.vibrissa.control.internal.server.Services;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/** From words to an exit code: builds the tree these words need, parses, runs, explains errors. */
public final class CommandRunner implements CommandLoop {
    private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);

    private final Services services;
    private final Supplier<List<CommandProvider>> builtIn;

    /** A runner over what the services contribute at each run. */
    public CommandRunner(Services services, Supplier<List<CommandProvider>> builtIn) {
        this.services = services;
        this.builtIn = builtIn;
    }

    @Override
    public int run(List<String> argv, Invocation invocation) {
        services.awaitContributions();
        try {
            return dispatch(HelpWords.rewrite(argv), invocation);
        } finally {
            invocation.out().flush();
            invocation.err().flush();
        }
    }

    private int dispatch(List<String> words, Invocation invocation) {
        CommandTree tree = new CommandTree(providers(), invocation);
        if (words.isEmpty()) {
            RootHelp.print(tree, invocation.err());
            return CommandFailed.USAGE;
        }
        if (HelpWords.rootHelp(words)) {
            RootHelp.print(tree, invocation.out());
            return ExitCode.OK;
        }
        CommandLine root = tree.build(words);
        root.setOut(invocation.out());
        root.setErr(invocation.err());
        root.setParameterExceptionHandler(this::badUsage);
        root.setExecutionExceptionHandler(
                (cause, line, parsed) -> failed(cause, words, line, invocation));
        return root.execute(words.toArray(String[]::new));
    }

    /** Contributed ones after built-in ones, so that equal paths are decided for the former. */
    List<CommandProvider> providers() {
        List<CommandProvider> all = new ArrayList<>(builtIn.get());
        all.addAll(services.commandProviders());
        return all;
    }

    private int badUsage(ParameterException cause, String[] words) {
        CommandLine line = cause.getCommandLine();
        line.getErr().println("vibrissa: " + Usage.problem(cause));
        line.getErr().println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
        return CommandFailed.USAGE;
    }

    private static int failed(
            Exception cause, List<String> words, CommandLine line, Invocation invocation) {
        if (cause instanceof ClientGone gone) {
            throw gone;
        }
        if (invocation.cancelled()) {
            LOG.debug("command {} was cancelled", words, cause);
            return CommandFailed.FAILED;
        }
        CommandFailed failure =
                Failures.command(cause)
                        .orElseGet(
                                () -> {
                                    LOG.error("command {} failed", words, cause);
                                    return CommandFailed.failed(
                                            "internal error: " + cause,
                                            "The daemon's log has the whole story.");
                                });
        line.getOut().flush();
        line.getErr().println("vibrissa: " + failure.getMessage());
        if (!failure.nextStep().isEmpty()) {
            line.getErr().println("Next: " + failure.nextStep());
        }
        return failure.exitCode();
    }
}
