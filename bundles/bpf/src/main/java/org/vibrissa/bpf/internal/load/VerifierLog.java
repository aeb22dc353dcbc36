package org.vibrissa.bpf.internal.load;

import java.util.List;

/** The part of a verifier's log that tells why. */
final class VerifierLog {
    private static final int MOST_LINES = 64;

    private VerifierLog() {}

    /** The last lines, without the statistics at the end. */
    static String tail(String log) {
        List<String> lines =
                log.lines().filter(l -> !l.isBlank() && !l.startsWith("processed ")).toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }
}
