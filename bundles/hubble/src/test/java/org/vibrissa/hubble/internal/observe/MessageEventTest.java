package org.vibrissa.hubble.internal.observe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.hubble.internal.made.MadeNames;
import org.vibrissa.hubble.internal.made.MadeSource;
import org.vibrissa.hubble.internal.message.FieldSelection;
import org.vibrissa.hubble.internal.message.FlowMessages;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.flow.Flow;

/** The event of a message is the one that the message was made of. */
class MessageEventTest {
    private static final List<ToLongFunction<FlowEvent>> NUMBERS =
            List.of(
                    FlowEvent::timeNanos,
                    e -> e.kind().number(),
                    FlowEvent::verdict,
                    FlowEvent::dropReason,
                    FlowEvent::family,
                    FlowEvent::protocol,
                    FlowEvent::direction,
                    FlowEvent::sourceHigh,
                    FlowEvent::sourceLow,
                    FlowEvent::destinationHigh,
                    FlowEvent::destinationLow,
                    FlowEvent::sourcePort,
                    FlowEvent::destinationPort,
                    FlowEvent::tcpFlags,
                    FlowEvent::icmpType,
                    FlowEvent::icmpCode,
                    FlowEvent::sourceIdentity,
                    FlowEvent::destinationIdentity,
                    e -> e.reply() ? 1 : 0);

    static Stream<MadeEvent> events() {
        MadeEvent trace = MadeEvent.trace();
        MadeEvent six = trace.from("fd00:1:2:3:fedc::1", 40000).to("2001:db8::f00d", 443);
        return Stream.of(
                trace,
                trace.from("255.254.253.252", 65535).to("128.0.0.1", 1),
                trace.at(Instant.parse("2026-03-05T01:02:03.456789012Z")).reply(),
                six,
                six.protocol(MadeEvent.UDP),
                trace.icmp(3, 4),
                six.icmp(1, 4),
                MadeEvent.drop(133),
                MadeEvent.policyVerdict(false, 1, 0, 2));
    }

    @ParameterizedTest
    @MethodSource("events")
    void isTheOneOfTheMessage(MadeEvent made) {
        FlowEvent event = made.read();
        FlowEvent again = new MessageEvent().of(message(event));
        for (int i = 0; i < NUMBERS.size(); i++) {
            ToLongFunction<FlowEvent> number = NUMBERS.get(i);
            assertEquals(number.applyAsLong(event), number.applyAsLong(again), "number " + i);
        }
        assertArrayEquals(event.sourceAddress(), again.sourceAddress());
        assertArrayEquals(event.destinationAddress(), again.destinationAddress());
    }

    private static Flow message(FlowEvent event) {
        MadeNames names = new MadeNames();
        FlowMessages messages =
                new FlowMessages(
                        FieldSelection.all(),
                        names,
                        MadeSource.ORIGIN,
                        MadeSource.UUIDS,
                        MadeSource.RULES);
        return messages.of(new FlowView(names, MadeSource.ORIGIN).at(event));
    }
}
