package org.vibrissa.hubble.internal.print;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Types and sub types of events by the names of {@code --type}. */
public final class EventTypes {
    public static final int DROP = 1;
    public static final int CAPTURE = 3;
    public static final int TRACE = 4;
    public static final int POLICY_VERDICT = 5;
    public static final int TRACE_SOCK = 7;
    public static final int L7 = 129;

    private static final Map<String, Integer> NUMBERS =
            Map.of(
                    "drop", DROP,
                    "capture", CAPTURE,
                    "trace", TRACE,
                    "policy-verdict", POLICY_VERDICT,
                    "trace-sock", TRACE_SOCK,
                    "l7", L7);

    /** Observation points by the kernel's number. */
    private static final List<String> POINTS =
            List.of(
                    "to-endpoint",
                    "to-proxy",
                    "to-host",
                    "to-stack",
                    "to-overlay",
                    "from-endpoint",
                    "from-proxy",
                    "from-host",
                    "from-stack",
                    "from-overlay",
                    "from-network",
                    "to-network",
                    "from-crypto",
                    "to-crypto");

    private EventTypes() {}

    public static Optional<Integer> number(String name) {
        return Optional.ofNullable(NUMBERS.get(name));
    }

    /** Number of an observation point, as sub types of traces have it. */
    public static Optional<Integer> point(String name) {
        int number = POINTS.indexOf(name);
        return number < 0 ? Optional.empty() : Optional.of(number);
    }

    static String point(int number) {
        return number >= 0 && number < POINTS.size()
                ? POINTS.get(number)
                : Integer.toString(number);
    }

    /** How much of a packet the policy's rule named. */
    static String match(int number) {
        return switch (number) {
            case 0 -> "none";
            case 1 -> "L3-Only";
            case 2 -> "L3-L4";
            case 3 -> "L4-Only";
            case 4 -> "all";
            case 5 -> "L3-Proto";
            case 6 -> "Proto-Only";
            default -> "unknown";
        };
    }
}
