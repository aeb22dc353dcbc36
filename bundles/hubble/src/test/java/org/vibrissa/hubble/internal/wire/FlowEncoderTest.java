package org.vibrissa.hubble.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vibrissa.flow.FlowCause;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.hubble.internal.made.MadeNames;
import org.vibrissa.hubble.internal.made.MadeSource;
import org.vibrissa.hubble.internal.message.FieldSelection;
import org.vibrissa.hubble.internal.message.FlowMessages;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;

/** What is encoded at once is what the messages say. */
final class FlowEncoderTest {
    private static final int EVENTS = 5000;

    private final MadeNames names = new MadeNames();
    private final FlowView view = new FlowView(names, MadeSource.ORIGIN);

    private void compare(FieldSelection fields, long seed) throws InvalidProtocolBufferException {
        FlowEncoder encoder =
                new FlowEncoder(
                        fields, names, MadeSource.ORIGIN, MadeSource.UUIDS, MadeSource.RULES);
        FlowMessages messages =
                new FlowMessages(
                        fields, names, MadeSource.ORIGIN, MadeSource.UUIDS, MadeSource.RULES);
        Random random = new Random(seed);
        for (int i = 0; i < EVENTS; i++) {
            view.at(event(random).read());
            GetFlowsResponse expected =
                    GetFlowsResponse.newBuilder()
                            .setFlow(messages.of(view))
                            .setNodeName("tatooine")
                            .setTime(FlowMessages.time(view.event().timeNanos()))
                            .build();
            byte[] bytes = new byte[encoder.encode(view)];
            encoder.copyTo(bytes, 0);
            assertEquals(expected, GetFlowsResponse.parseFrom(bytes), "seed " + seed);
        }
    }

    /** Any event that the kernel may write, and some that it does not. */
    private static MadeEvent event(Random random) {
        MadeEvent event =
                switch (random.nextInt(4)) {
                    case 0 -> MadeEvent.drop(130 + random.nextInt(80));
                    case 1 ->
                            MadeEvent.policyVerdict(
                                    random.nextBoolean(),
                                    random.nextInt(4),
                                    random.nextBoolean() ? 7 : 0,
                                    random.nextInt(7));
                    default ->
                            MadeEvent.trace()
                                    .observed(random.nextBoolean() ? 101 : random.nextInt(14))
                                    .reason(random.nextInt(5));
                };
        event =
                random.nextBoolean()
                        ? event.from("10.0.0." + random.nextInt(256), random.nextInt(65536))
                                .to("192.168.1." + random.nextInt(256), random.nextInt(65536))
                        : event.from("fd00::" + random.nextInt(9999), random.nextInt(65536))
                                .to("fd00:1::1", random.nextInt(65536));
        event =
                switch (random.nextInt(6)) {
                    case 0 -> event.protocol(17);
                    case 1 -> event.icmp(random.nextInt(256), random.nextInt(16));
                    case 2 -> event.protocol(random.nextInt(256));
                    default -> event.tcpFlags(random.nextInt(256));
                };
        event = random.nextInt(4) == 0 ? event.reply() : event;
        event = random.nextInt(8) == 0 ? event.tunnel(1 + random.nextInt(2), 5, "10.9.9.9") : event;
        event = random.nextInt(8) == 0 ? event.macs(0, 0) : event;
        return event.identities(identity(random), identity(random))
                .direction(random.nextInt(3))
                .devices(random.nextInt(3), 0)
                .causes(FlowCause.START)
                .at(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
    }

    private static int identity(Random random) {
        int[] known = {1001, 1002, 1, 2, 777};
        return known[random.nextInt(known.length)];
    }

    @Test
    void saysTheSameWithAllFields() throws Exception {
        compare(FieldSelection.all(), 1);
    }

    @Test
    void saysTheSameWithOurDetail() throws Exception {
        compare(FieldSelection.allWithDetail(), 2);
    }

    @Test
    void saysTheSameWithAnyMask() throws Exception {
        List<String> paths = new ArrayList<>(List.of("IP.source", "l4.TCP", "source.labels"));
        Flow.getDescriptor().getFields().forEach(field -> paths.add(field.getName()));
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            FieldMask.Builder mask = FieldMask.newBuilder();
            paths.stream().filter(path -> random.nextInt(3) == 0).forEach(mask::addPaths);
            compareSome(mask.addPaths("verdict").build(), i);
        }
    }

    private void compareSome(FieldMask mask, long seed) throws Exception {
        FieldSelection fields = FieldSelection.of(mask);
        FlowMessages messages =
                new FlowMessages(
                        fields, names, MadeSource.ORIGIN, MadeSource.UUIDS, MadeSource.RULES);
        FlowEncoder encoder =
                new FlowEncoder(
                        fields, names, MadeSource.ORIGIN, MadeSource.UUIDS, MadeSource.RULES);
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            view.at(event(random).read());
            byte[] bytes = new byte[encoder.encode(view)];
            encoder.copyTo(bytes, 0);
            assertEquals(
                    messages.of(view),
                    GetFlowsResponse.parseFrom(bytes).getFlow(),
                    () -> "mask " + mask.getPathsList());
        }
    }

    @Test
    void writesNumbersOfAllLengths() throws Exception {
        BackwardWriter out = new BackwardWriter();
        for (long value : new long[] {1, 127, 128, 300, 1L << 35, Long.MAX_VALUE, -1}) {
            out.clear();
            out.number(1, value);
            assertEquals(
                    value, com.google.protobuf.Timestamp.parseFrom(out.toByteArray()).getSeconds());
        }
    }

    @Test
    void growsForALongText() throws Exception {
        BackwardWriter out = new BackwardWriter();
        String text = "é".repeat(100_000);
        out.text(1, text);
        out.text(2, "x");
        var read = org.vibrissa.hubble.proto.flow.Ethernet.parseFrom(out.toByteArray());
        assertEquals(text, read.getSource());
        assertEquals("x", read.getDestination());
    }
}
