package org.vibrissa.datapath.internal.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.SkbContext;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.PacketTrace;
import org.vibrissa.datapath.PolicyVerdict;
import org.vibrissa.datapath.SyntheticPacket;
import org.vibrissa.datapath.internal.bpf.Endpoint;
import org.vibrissa.datapath.internal.bpf.EndpointKey;
import org.vibrissa.datapath.internal.bpf.Meta;
import org.vibrissa.datapath.internal.bpf.Scratch;
import org.vibrissa.datapath.internal.bpf.Trace;
import org.vibrissa.datapath.internal.bpf.TraceStep;
import org.vibrissa.datapath.internal.core.CoreTables;
import org.vibrissa.datapath.internal.core.DropReasons;
import org.vibrissa.datapath.internal.core.LiveConfig;
import org.vibrissa.datapath.internal.core.Words;
import org.vibrissa.datapath.internal.packet.PacketBuilder;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;

/**
 * Walks marked packets through the live roots by test runs. The mark is random and in force only
 * for the time of one run, so that no real packet is taken for a synthetic one.
 */
final class Tracer {
    private static final int SYN = 2;
    private static final int ACTION_DROP = 2;
    private static final int ACTION_REDIRECT = 7;
    private static final int INGRESS = 0;
    private static final int EGRESS = 1;
    private static final int NOTED = 0x80;

    private final CoreTables tables;
    private final LiveConfig config;
    private final Map<Chain, BpfProgram> roots;
    private final SlotTable slots;

    Tracer(CoreTables tables, LiveConfig config, Map<Chain, BpfProgram> roots, SlotTable slots) {
        this.tables = tables;
        this.config = config;
        this.roots = roots;
        this.slots = slots;
    }

    synchronized PacketTrace trace(SyntheticPacket packet) {
        BpfProgram root = roots.get(packet.chain());
        if (root == null) {
            throw new IllegalArgumentException("packets enter by chain ep, net or host, not dlv");
        }
        SkbContext context = SkbContext.EMPTY;
        MacAddress source = MacAddress.ZERO;
        if (packet.chain() == Chain.EP) {
            Endpoint endpoint =
                    tables.endpoints()
                            .get(
                                    new EndpointKey(
                                            Words.family(packet.source()),
                                            Words.of(packet.source())))
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    IpAddresses.format(packet.source())
                                                            + " is no local endpoint's address"));
            context = context.withIfindex(endpoint.ifindex());
            source = MacAddress.of(endpoint.mac());
        }
        byte[] frame = frame(packet, MacAddress.of(config.get().hostMac()), source);
        int mark = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        config.update(c -> c.withTraceMark(mark));
        try {
            root.testRun(TestRunRequest.of(frame).with(context.withMark(mark)));
        } finally {
            config.update(c -> c.withTraceMark(0));
        }
        for (Scratch scratch : tables.scratch().perCpu().get(0).orElse(List.of())) {
            if (scratch.trace().id() == mark) {
                return describe(scratch.trace());
            }
        }
        throw new IllegalStateException("the test run left no trace in vib_scratch");
    }

    private static byte[] frame(SyntheticPacket packet, MacAddress host, MacAddress source) {
        PacketBuilder builder =
                PacketBuilder.ethernet(host, source).ip(packet.source(), packet.destination());
        switch (packet.protocol()) {
            case TCP -> builder.tcp(packet.sourcePort(), packet.destinationPort(), SYN);
            case UDP -> builder.udp(packet.sourcePort(), packet.destinationPort()).payload(32);
            case ICMP -> icmp(builder, packet).payload(56);
            case SCTP -> builder.sctp(packet.sourcePort(), packet.destinationPort());
        }
        return builder.build();
    }

    private static PacketBuilder icmp(PacketBuilder builder, SyntheticPacket packet) {
        return packet.icmpType() == SyntheticPacket.ECHO
                ? builder.echo(packet.sourcePort())
                : builder.icmp(packet.icmpType(), packet.sourcePort());
    }

    private static PacketTrace.PolicyWord said(Meta meta, int direction) {
        int verdict = Byte.toUnsignedInt(meta.policyVerdict()[direction]);
        return new PacketTrace.PolicyWord(
                PolicyVerdict.values()[verdict & ~NOTED],
                (verdict & NOTED) != 0,
                meta.policyRule()[direction],
                Byte.toUnsignedInt(meta.policyMatch()[direction]));
    }

    private PacketTrace describe(Trace trace) {
        List<PacketTrace.Step> steps = new ArrayList<>();
        Map<Place, Stage> inForce = slots.inForce();
        int count = Math.min(trace.count(), trace.step().size());
        for (int i = 0; i < count; i++) {
            TraceStep step = trace.step().get(i);
            long until = i + 1 < count ? trace.step().get(i + 1).ns() : trace.endNs();
            Place place = new Place(Chain.values()[step.chain()], step.slot());
            Stage stage = inForce.getOrDefault(place, Stage.nobody("unknown"));
            steps.add(
                    new PacketTrace.Step(
                            place.chain(),
                            place.slot(),
                            stage.name(),
                            stage.owner(),
                            Math.max(0, until - step.ns())));
        }
        int reason = trace.meta().reason();
        return new PacketTrace(
                steps,
                verdict(trace),
                reason,
                reason == 0 ? "" : DropReasons.name(reason),
                count == 0 ? 0 : Math.max(0, trace.endNs() - trace.step().get(0).ns()),
                trace.meta().srcId(),
                trace.meta().dstId(),
                said(trace.meta(), INGRESS),
                said(trace.meta(), EGRESS));
    }

    private static String verdict(Trace trace) {
        if (trace.done() == 0) {
            return "unfinished";
        }
        return switch (trace.action()) {
            case ACTION_DROP -> "drop";
            case ACTION_REDIRECT -> "redirect";
            default -> "pass";
        };
    }
}
