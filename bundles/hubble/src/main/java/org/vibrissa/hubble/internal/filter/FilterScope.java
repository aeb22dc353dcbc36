package org.vibrissa.hubble.internal.filter;

import java.util.function.Function;
import java.util.function.Supplier;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.hubble.proto.flow.Flow;

/**
 * What filters are about.
 *
 * @param origin of the flows that will be looked at
 * @param uuids of the same
 * @param expressions compiles conditions about messages
 * @param messages for filters with such a condition: makes what makes the message of a flow, for
 *     one thread
 */
public record FilterScope(
        Origin origin,
        EventUuid uuids,
        FlowExpressions expressions,
        Supplier<Function<FlowView, Flow>> messages) {}
