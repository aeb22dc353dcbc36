package org.vibrissa.control.internal.command;

import org.vibrissa.control.OutputFormat;

/** Where the parsed {@code -o} goes. */
@FunctionalInterface
public interface FormatChoice {
    void choose(OutputFormat format);
}
