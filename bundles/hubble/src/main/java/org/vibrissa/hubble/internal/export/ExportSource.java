package org.vibrissa.hubble.internal.export;

import java.util.Optional;
import java.util.function.IntFunction;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.policy.PolicyRules.RuleRef;

/** What exported flows are made of. */
record ExportSource(
        FlowLog log,
        FlowNames names,
        IntFunction<Optional<RuleRef>> rules,
        Origin origin,
        EventUuid uuids) {}
