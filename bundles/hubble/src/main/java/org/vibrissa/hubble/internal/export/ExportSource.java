package org.vibrissa.hubble.internal.export;

import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.message.Rules;
import org.vibrissa.hubble.internal.view.Origin;

/** What exported flows are made of. */
record ExportSource(FlowLog log, FlowNames names, Rules rules, Origin origin, EventUuid uuids) {}
