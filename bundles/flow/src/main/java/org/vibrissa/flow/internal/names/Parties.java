package org.vibrissa.flow.internal.names;

import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowParty;

/** Both ends of an event. */
final class Parties {
    private final Places places;
    private final IdentityLabels identities;
    private final SharedParties shared = new SharedParties();

    Parties(Places places, IdentityLabels identities) {
        this.places = places;
        this.identities = identities;
    }

    FlowParty source(FlowEvent event) {
        PlaceKey address = new PlaceKey(event.family(), event.sourceHigh(), event.sourceLow());
        return of(event.sourceEndpoint(), address, event.sourceIdentity(), event.timeNanos());
    }

    FlowParty destination(FlowEvent event) {
        PlaceKey address =
                new PlaceKey(event.family(), event.destinationHigh(), event.destinationLow());
        return of(
                event.destinationEndpoint(),
                address,
                event.destinationIdentity(),
                event.timeNanos());
    }

    /** A packet that was dropped early may have no identities yet. */
    FlowParty of(int endpoint, PlaceKey address, int told, long time) {
        Place place = places.of(endpoint, address, told, time);
        int identity = told == 0 ? place.identity() : told;
        return shared.of(identity, identities.of(identity, time), place);
    }
}
