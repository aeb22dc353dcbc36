package org.vibrissa.policy.internal.document;

import java.util.Map;
import org.vibrissa.state.ResourceKey;

/** What policies that only say what they would do (audit) said of the flows of the flow log. */
@FunctionalInterface
public interface AuditedFlows {
    /** Flows that would have been refused, by document; without those of none. */
    Map<ResourceKey, Long> byDocument();
}
