package org.vibrissa.hubble.internal.stream;

import org.vibrissa.flow.FlowLedger;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.filter.FilterScope;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.message.FieldSelection;
import org.vibrissa.hubble.internal.message.FlowMessages;
import org.vibrissa.hubble.internal.message.Rules;
import org.vibrissa.hubble.internal.view.Origin;

/**
 * What flows are made of.
 *
 * @param rules what rule numbers stand for; finds nothing while there is no policy
 * @param expressions compiles those of filters
 */
public record FlowSource(
        FlowLog log,
        FlowNames names,
        FlowLedger ledger,
        Rules rules,
        Origin origin,
        EventUuid uuids,
        FlowExpressions expressions) {

    /** What filters of these flows are about. */
    FilterScope scope() {
        return new FilterScope(
                origin,
                uuids,
                expressions,
                () -> new FlowMessages(FieldSelection.all(), names, origin, uuids, rules)::of);
    }
}
