package org.vibrissa.bpf.internal.load;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a verifier's log that tells why. */
final class VerifierLog {
    private static final int MOST_LINES = 64;

    /** {@code invalid func unknown#9999}, or {@code unknown func bpf_loop#181} before 6.12. */
    private static final Pattern UNKNOWN_HELPER =
            Pattern.compile("(?:invalid|unknown) func ([A-Za-z0-9_#]+)");

    private VerifierLog() {}

    /** The last lines, without the statistics at the end. */
    static String tail(String log) {
        List<String> lines =
                log.lines().filter(l -> !l.isBlank() && !l.startsWith("processed ")).toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }

    /** The helper function that the kernel does not know, when the log complains of one. */
    static Optional<String> unknownHelper(String log) {
        Matcher found = UNKNOWN_HELPER.matcher(log);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
