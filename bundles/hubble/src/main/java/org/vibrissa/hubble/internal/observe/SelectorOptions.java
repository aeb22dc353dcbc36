package org.vibrissa.hubble.internal.observe;

import picocli.CommandLine.Option;

/** How many and when. */
final class SelectorOptions {
    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with what happens, until interrupted.")
    boolean follow;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "The last N that match (default: 20, unless a time or -f is given).")
    long last;

    @Option(names = "--first", paramLabel = "N", description = "The oldest N that match.")
    long first;

    @Option(names = "--all", description = "All that the log holds.")
    boolean all;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From then on: 3s, 4m, 1h43m ago, or 2026-01-31T12:00:00Z.")
    String since = "";

    @Option(names = "--until", paramLabel = "TIME", description = "Until then.")
    String until = "";
}
