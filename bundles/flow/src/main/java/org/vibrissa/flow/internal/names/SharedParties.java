package org.vibrissa.flow.internal.names;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.vibrissa.flow.FlowParty;

/**
 * Gives the same object for the same party, so that readers of many events make none. It keeps the
 * last ones only; two threads may both make one, which is no harm.
 */
final class SharedParties {
    private static final int ROOM = 1 << 12;

    /** One answer. Labels and place are compared by identity: both are shared objects. */
    private record Known(int identity, List<String> labels, Place place, FlowParty party) {}

    private final AtomicReferenceArray<Known> known = new AtomicReferenceArray<>(ROOM);

    @SuppressWarnings("ReferenceEquality")
    FlowParty of(int identity, List<String> labels, Place place) {
        int hash = identity * 31 + System.identityHashCode(place);
        int index = (hash ^ hash >>> 16) & (ROOM - 1);
        Known at = known.get(index);
        if (at != null
                && at.identity() == identity
                && at.labels() == labels
                && at.place() == place) {
            return at.party();
        }
        FlowParty party =
                new FlowParty(
                        identity,
                        labels,
                        place.endpointId(),
                        place.namespace(),
                        place.name(),
                        place.workload().name(),
                        place.workload().kind(),
                        place.node());
        known.set(index, new Known(identity, labels, place, party));
        return party;
    }
}
