package org.vibrissa.hubble.internal.stream;

import java.util.Optional;
import java.util.function.IntFunction;
import org.vibrissa.flow.FlowLedger;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.policy.PolicyRules.RuleRef;

/**
 * What flows are made of.
 *
 * @param rules what rule numbers stand for; finds nothing while there is no policy
 */
public record FlowSource(
        FlowLog log,
        FlowNames names,
        FlowLedger ledger,
        IntFunction<Optional<RuleRef>> rules,
        Origin origin,
        EventUuid uuids) {}
