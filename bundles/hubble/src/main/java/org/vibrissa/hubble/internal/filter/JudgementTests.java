package org.vibrissa.hubble.internal.filter;

import java.util.List;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.flow.EventTypeFilter;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/** What was decided about a packet, and where it was seen. */
final class JudgementTests {
    private static final int DROPPED = 2;

    private JudgementTests() {}

    static void add(FlowFilter filter, List<FlowTest> tests) {
        Numbers verdicts = Numbers.of(filter.getVerdictValueList());
        if (!verdicts.isEmpty()) {
            tests.add(flow -> verdicts.contains(flow.event().verdict()));
        }
        Numbers reasons = Numbers.of(filter.getDropReasonDescValueList());
        if (!reasons.isEmpty()) {
            tests.add(
                    flow ->
                            flow.event().verdict() == DROPPED
                                    && reasons.contains(flow.event().dropReason()));
        }
        Numbers directions = Numbers.of(filter.getTrafficDirectionValueList());
        if (!directions.isEmpty()) {
            tests.add(flow -> directions.contains(flow.event().direction()));
        }
        if (filter.getEventTypeCount() > 0) {
            tests.add(eventType(filter.getEventTypeList()));
        }
        if (filter.getReplyCount() > 0) {
            tests.add(reply(filter.getReplyList()));
        }
    }

    private static FlowTest eventType(List<EventTypeFilter> wanted) {
        EventTypeFilter[] types = wanted.toArray(EventTypeFilter[]::new);
        return flow -> {
            int type = flow.event().kind().number();
            for (EventTypeFilter one : types) {
                if ((one.getType() == 0 || one.getType() == type)
                        && (!one.getMatchSubType() || one.getSubType() == flow.subType())) {
                    return true;
                }
            }
            return false;
        };
    }

    /**
     * Of a drop it is not known, and it counts as the first packet; else unknown matches nothing.
     */
    private static FlowTest reply(List<Boolean> wanted) {
        boolean replies = wanted.contains(true);
        boolean others = wanted.contains(false);
        return flow -> {
            if (flow.knowsReply()) {
                return flow.reply() ? replies : others;
            }
            return others && dropped(flow);
        };
    }

    private static boolean dropped(FlowView flow) {
        FlowEvent event = flow.event();
        return event.kind() == FlowKind.DROP || event.verdict() == DROPPED;
    }
}
