package org.vibrissa.hubble.internal.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/**
 * The filters of a command line, flag by flag in its order: {@code --not} turns the flag behind it.
 *
 * @param white flows match one of these, or there are none
 * @param black flows match none of these
 */
record Filters(List<FlowFilter> white, List<FlowFilter> black) {
    /** A flag as it was met; the value is empty for one without. */
    record Met(Flag flag, String value) {}

    /**
     * Of the flags.
     *
     * @throws IllegalArgumentException saying which flag is wrong and why
     */
    static Filters of(List<Met> flags, List<String> allow, List<String> deny) {
        FilterList white = new FilterList();
        FilterList black = new FilterList();
        boolean not = false;
        for (Met met : flags) {
            if (met.flag() == Flag.NOT) {
                if (not) {
                    throw new IllegalArgumentException("consecutive --not statements");
                }
                not = true;
            } else {
                Conditions.add(not ? black : white, met.flag(), met.value());
                not = false;
            }
        }
        if (not) {
            throw new IllegalArgumentException("trailing --not found in the arguments");
        }
        return new Filters(
                joined(white.filters(), parsed("--allowlist", allow)),
                joined(black.filters(), parsed("--denylist", deny)));
    }

    private static List<FlowFilter> joined(List<FlowFilter> flags, List<FlowFilter> raw) {
        List<FlowFilter> all = new ArrayList<>(flags);
        all.addAll(raw);
        return List.copyOf(all);
    }

    private static List<FlowFilter> parsed(String flag, List<String> texts) {
        List<FlowFilter> filters = new ArrayList<>();
        for (String text : texts) {
            FlowFilter.Builder filter = FlowFilter.newBuilder();
            try {
                JsonFormat.parser().merge(text, filter);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalArgumentException(
                        "invalid " + flag + " flag: cannot read '" + text + "': " + e.getMessage(),
                        e);
            }
            filters.add(filter.build());
        }
        return filters;
    }
}
