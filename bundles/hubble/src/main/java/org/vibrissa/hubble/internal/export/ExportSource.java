package org.vibrissa.hubble.internal.export;

import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.filter.FilterScope;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.message.FieldSelection;
import org.vibrissa.hubble.internal.message.FlowMessages;
import org.vibrissa.hubble.internal.message.Rules;
import org.vibrissa.hubble.internal.view.Origin;

/** What exported flows are made of. */
record ExportSource(
        FlowLog log,
        FlowNames names,
        Rules rules,
        Origin origin,
        EventUuid uuids,
        FlowExpressions expressions) {

    /** What filters of these flows are about. */
    FilterScope scope() {
        return new FilterScope(
                origin, uuids, expressions, () -> messages(FieldSelection.all())::of);
    }

    /** Makes messages with some fields; for one thread. */
    FlowMessages messages(FieldSelection fields) {
        return new FlowMessages(fields, names, origin, uuids, rules);
    }
}
