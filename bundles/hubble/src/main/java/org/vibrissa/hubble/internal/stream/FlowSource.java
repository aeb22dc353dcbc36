package org.vibrissa.hubble.internal.stream;

import org.vibrissa.flow.FlowLedger;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.message.Rules;
import org.vibrissa.hubble.internal.view.Origin;

/**
 * What flows are made of.
 *
 * @param rules what rule numbers stand for; finds nothing while there is no policy
 */
public record FlowSource(
        FlowLog log,
        FlowNames names,
        FlowLedger ledger,
        Rules rules,
        Origin origin,
        EventUuid uuids) {}
