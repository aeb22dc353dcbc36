package org.vibrissa.policy.internal.seen;

import java.util.function.Consumer;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowLog;

/** The flow log, as long as there is one: the bundle that keeps it may be absent. Thread safe. */
@Component(service = SeenFlows.class)
public final class SeenFlows {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile FlowLog log;

    public SeenFlows() {}

    /** One over this log, for tests. */
    SeenFlows(FlowLog log) {
        this.log = log;
    }

    /** Whether flows are seen at all. */
    public boolean any() {
        return log != null;
    }

    /** Gives each event that the log holds now, the oldest first; an event is good for one call. */
    public void each(Consumer<FlowEvent> taker) {
        FlowLog now = log;
        if (now == null) {
            return;
        }
        try (FlowCursor cursor = now.fromOldest("policy")) {
            for (int left = now.size(); left > 0 && cursor.next(); left--) {
                taker.accept(cursor.event());
            }
        }
    }
}
