package org.vibrissa.hubble.internal.filter;

import java.util.List;
import org.vibrissa.hubble.internal.view.FlowView;

/** Looks at an event. One that comes of a filter is for one thread: it may remember. */
@FunctionalInterface
interface FlowTest {
    boolean matches(FlowView flow);

    /** Whether one does. */
    static FlowTest any(List<FlowTest> tests) {
        FlowTest[] all = tests.toArray(FlowTest[]::new);
        if (all.length == 1) {
            return all[0];
        }
        return flow -> {
            for (FlowTest test : all) {
                if (test.matches(flow)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Whether all do. */
    static FlowTest all(List<FlowTest> tests) {
        FlowTest[] all = tests.toArray(FlowTest[]::new);
        if (all.length == 1) {
            return all[0];
        }
        return flow -> {
            for (FlowTest test : all) {
                if (!test.matches(flow)) {
                    return false;
                }
            }
            return true;
        };
    }
}
