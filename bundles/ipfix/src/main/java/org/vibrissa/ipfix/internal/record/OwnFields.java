package org.vibrissa.ipfix.internal.record;

import java.util.List;

/** Fields of the enterprise's own numbers: what IANA's registry has no element for. */
final class OwnFields {
    /** Octets, so that the longest record fits the smallest message. */
    static final int NAME = 63;

    static final int LABELS = 255;
    static final int POLICY = 127;
    static final int REASON = 40;

    private static final int TEXT = Element.VARIABLE;

    private OwnFields() {}

    static List<Field> all() {
        return List.of(
                Values.of(Element.own(1, 4), sight -> sight.event().sourceIdentity()),
                Values.of(Element.own(2, 4), sight -> sight.event().destinationIdentity()),
                Values.text(Element.own(3, TEXT), NAME, sight -> sight.source().namespace()),
                Values.text(Element.own(4, TEXT), NAME, sight -> sight.source().name()),
                Values.text(Element.own(5, TEXT), NAME, sight -> sight.destination().namespace()),
                Values.text(Element.own(6, TEXT), NAME, sight -> sight.destination().name()),
                Values.text(
                        Element.own(7, TEXT),
                        LABELS,
                        sight -> Sight.joined(sight.source().labels(), LABELS)),
                Values.text(
                        Element.own(8, TEXT),
                        LABELS,
                        sight -> Sight.joined(sight.destination().labels(), LABELS)),
                Values.of(Element.own(9, 1), sight -> sight.event().verdict()),
                Values.of(Element.own(10, 2), sight -> sight.event().dropReason()),
                Values.text(Element.own(11, TEXT), REASON, Sight::dropReason),
                Values.of(Element.own(12, 1), sight -> sight.event().observationPoint()),
                Values.of(Element.own(13, 1), sight -> sight.event().traceReason()),
                Values.text(Element.own(14, TEXT), POLICY, Sight::ingressPolicy),
                Values.text(Element.own(15, TEXT), POLICY, Sight::egressPolicy),
                Values.of(Element.own(16, 4), sight -> sight.event().pathGroup()),
                Values.of(Element.own(17, 1), sight -> sight.event().tunnelProtocol()),
                Values.of(Element.own(18, 4), sight -> sight.event().tunnelVni()));
    }
}
