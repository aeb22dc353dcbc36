package org.vibrissa.hubble.internal.observe;

import java.util.Locale;
import org.vibrissa.hubble.internal.print.Look;
import org.vibrissa.hubble.internal.print.TimeFormat;
import picocli.CommandLine.Option;

/** How it looks. */
final class LookOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "compact",
            description = "compact, dict, json, jsonpb or table (default: compact).")
    String output;

    @Option(
            names = "--time-format",
            paramLabel = "NAME",
            defaultValue = "StampMilli",
            description =
                    "StampMilli, YearMonthDay, YearMonthDayHour, YearMonthDayHourMinute, RFC3339,"
                            + " RFC3339Milli, RFC3339Micro, RFC3339Nano or RFC1123Z; times are UTC.")
    String timeFormat;

    @Option(names = "--print-node-name", description = "Shows which host saw it.")
    boolean nodeName;

    @Option(names = "--print-policy-names", description = "Shows the policies behind verdicts.")
    boolean policyNames;

    @Option(names = "--numeric", description = "Shows addresses, not names.")
    boolean numeric;

    @Option(
            names = "--ip-translation",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Shows names for addresses (default: true).")
    boolean translate;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never (default: auto, that is on terminals).")
    String color;

    @Option(names = "--debug", description = "Tells the good news of hosts too.")
    boolean debug;

    /**
     * What was chosen.
     *
     * @throws IllegalArgumentException naming what there is no such thing of
     */
    Look look(boolean terminal) {
        TimeFormat time =
                TimeFormat.of(timeFormat)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "invalid time format "
                                                        + timeFormat
                                                        + "; there are: "
                                                        + String.join(", ", TimeFormat.titles())));
        return new Look(
                Forms.of(output),
                time,
                nodeName,
                policyNames,
                translate && !numeric,
                colours(terminal),
                debug);
    }

    private boolean colours(boolean terminal) {
        return switch (color.toLowerCase(Locale.ROOT)) {
            case "auto" -> terminal;
            case "always" -> true;
            case "never" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "invalid --color value: " + color + "; there are: auto, always, never");
        };
    }
}
