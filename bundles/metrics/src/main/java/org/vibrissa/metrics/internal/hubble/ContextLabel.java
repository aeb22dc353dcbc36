package org.vibrissa.metrics.internal.hubble;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Labels that the option {@code labelsContext} may name, in the order in which they are shown. */
enum ContextLabel {
    SOURCE_IP(ContextKind.IP, End.SOURCE),
    SOURCE_POD(ContextKind.POD_NAME, End.SOURCE),
    SOURCE_NAMESPACE(ContextKind.NAMESPACE, End.SOURCE),
    SOURCE_WORKLOAD(ContextKind.WORKLOAD_NAME, End.SOURCE),
    SOURCE_APP(ContextKind.APP, End.SOURCE),
    DESTINATION_IP(ContextKind.IP, End.DESTINATION),
    DESTINATION_POD(ContextKind.POD_NAME, End.DESTINATION),
    DESTINATION_NAMESPACE(ContextKind.NAMESPACE, End.DESTINATION),
    DESTINATION_WORKLOAD(ContextKind.WORKLOAD_NAME, End.DESTINATION),
    DESTINATION_APP(ContextKind.APP, End.DESTINATION),
    TRAFFIC_DIRECTION(ContextKind.IDENTITY, End.SOURCE) {
        @Override
        String of(Facts facts) {
            return FlowWords.direction(facts.event().direction());
        }
    };

    private final ContextKind kind;
    private final End end;

    ContextLabel(ContextKind kind, End end) {
        this.kind = kind;
        this.end = end;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String of(Facts facts) {
        return kind.of(facts, end);
    }

    /**
     * Those of an option's value.
     *
     * @throws IllegalArgumentException naming what is none
     */
    static List<ContextLabel> parse(String value) {
        List<String> wanted =
                Arrays.stream(value.split(",", -1))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .toList();
        List<String> known = Arrays.stream(values()).map(ContextLabel::label).toList();
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "labelsContext has no \""
                                + name
                                + "\"; it has "
                                + String.join(", ", known));
            }
        }
        return Arrays.stream(values()).filter(label -> wanted.contains(label.label())).toList();
    }
}
