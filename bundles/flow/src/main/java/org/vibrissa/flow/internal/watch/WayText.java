package org.vibrissa.flow.internal.watch;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** A way as people read it. */
final class WayText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").withZone(ZoneId.systemDefault());

    private WayText() {}

    static void print(Way way, PrintWriter out) {
        out.printf(
                "%s  %s -> %s  %s%s, %d bytes, by %s, CPU %d%n",
                TIME.format(Instant.parse(way.time())),
                end(way.source()),
                end(way.destination()),
                way.protocol(),
                way.flags().isEmpty() ? "" : " " + way.flags(),
                way.bytes(),
                way.device(),
                way.cpu());
        for (Way.Step step : way.steps()) {
            out.printf(
                    "  %-5s %2d %-15s %-28s %6d ns%n",
                    step.chain(), step.slot(), step.name(), step.owner(), step.nanos());
        }
        for (Way.Word word : way.policy()) {
            out.printf(
                    "  policy %s: %s%s%s%n",
                    word.direction(),
                    word.verdict().equals("unmatched") ? "no rule allows it" : word.verdict(),
                    word.noted() ? " (only noted)" : "",
                    word.rule().isEmpty() ? "" : " by " + word.rule());
        }
        out.printf(
                "  %s%s, %d ns%n%n",
                way.verdict(),
                way.dropReasonName().isEmpty() ? done(way) : ": " + way.dropReasonName(),
                way.nanos());
    }

    private static String done(Way way) {
        return way.toDevice().isEmpty()
                ? " (" + way.action() + ")"
                : " (" + way.action() + " to " + way.toDevice() + ")";
    }

    private static String end(Way.End end) {
        String address = end.address();
        if (end.port() != 0) {
            address = (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + end.port();
        }
        String who = end.name().isEmpty() ? String.join(",", end.labels()) : end.name();
        return address + " (" + who + ")";
    }
}
