package org.vibrissa.control.internal.cli;

import java.util.List;
import org.vibrissa.control.Invocation;

/** Runs a command line to its exit code; never throws for what a command does. */
@FunctionalInterface
public interface CommandLoop {
    /**
     * Runs on a worker thread.
     *
     * @param invocation also a {@link org.vibrissa.control.internal.command.FormatChoice}
     */
    int run(List<String> argv, Invocation invocation);
}
