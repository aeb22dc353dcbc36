package org.vibrissa.flow.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.vibrissa.datapath.Slots;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.flow.internal.bpf.VibMeta;
import org.vibrissa.flow.internal.bpf.VibPathRecord;
import org.vibrissa.flow.internal.bpf.VibPathStep;
import org.vibrissa.flow.internal.names.StageOwners;
import org.vibrissa.net.IpAddresses;

final class WayReaderTest {
    private static final long TIME =
            TimeUnit.SECONDS.toNanos(Instant.parse("2026-01-01T00:00:00Z").getEpochSecond());
    private static final int EP = 0;

    private final WayReader reader = new WayReader(new TestNames(), number -> "rule #" + number);

    private static VibMeta meta() {
        return VibMeta.ZERO
                .withFamily(4)
                .withL4proto(6)
                .withSport(40000)
                .withDport(80)
                .withTcpFlags(2)
                .withLen(74)
                .withSaddr(Words.of(IpAddresses.parse("10.0.0.1")))
                .withDaddr(Words.of(IpAddresses.parse("10.0.0.2")))
                .withEpId(1)
                .withSrcId(1001)
                .withDstId(1002)
                .withIfindex(11)
                .withOutIfindex(2)
                .withVerdict(1);
    }

    private static VibPathRecord way(VibMeta meta, int action, VibPathStep... steps) {
        List<VibPathStep> all = new ArrayList<>(VibPathRecord.ZERO.step());
        for (int i = 0; i < steps.length; i++) {
            all.set(i, steps[i]);
        }
        return VibPathRecord.ZERO
                .withVersion(1)
                .withNs(900)
                .withCpu(1)
                .withAction(action)
                .withMeta(meta)
                .withCount(steps.length)
                .withStep(all);
    }

    private static final VibPathStep CONNTRACK = new VibPathStep(50, EP, Slots.CONNTRACK);
    private static final VibPathStep POLICY = new VibPathStep(130, EP, Slots.POLICY);
    private static final VibPathStep TRACE = new VibPathStep(800, EP, Slots.TRACE);

    @Test
    void stepsTakeUntilTheNextOneBegins() {
        Way way = reader.read(way(meta(), 7, CONNTRACK, POLICY, TRACE), TIME);

        assertEquals(
                List.of(
                        new Way.Step("ep", 8, "conntrack", "vib_8", "org.test", 80),
                        new Way.Step("ep", 14, "policy", "vib_14", "org.test", 670)),
                way.steps());
        assertEquals(900, way.nanos());
    }

    @Test
    void endsHaveNamesAndIdentities() {
        Way way = reader.read(way(meta(), 7, CONNTRACK), TIME);

        assertEquals("2026-01-01T00:00:00Z", way.time());
        assertEquals(
                new Way.End("10.0.0.1", 40000, "default/e1", 1001, List.of("any:id=1001")),
                way.source());
        assertEquals("host-b", way.destination().name());
        assertEquals("SYN", way.flags());
        assertEquals("forwarded", way.verdict());
        assertEquals("redirect", way.action());
        assertEquals("dev2", way.toDevice());
    }

    @Test
    void refusalNamesItsRule() {
        VibMeta refused =
                meta().withVerdict(2)
                        .withReason(133)
                        .withPolicyVerdict(new byte[] {(byte) 0x83, 1})
                        .withPolicyRule(new int[] {7, 0});
        Way way = reader.read(way(refused, 2, CONNTRACK, POLICY), TIME);

        assertEquals(
                List.of(
                        new Way.Word("egress", "allowed", false, ""),
                        new Way.Word("ingress", "refused", true, "rule #7")),
                way.policy());
        assertEquals("dropped", way.verdict());
        assertEquals("REASON 133", way.dropReasonName());
        assertEquals("", way.toDevice());
    }

    @Test
    void frameWithoutIpHasNoEnds() {
        Way way = reader.read(way(VibMeta.ZERO.withVerdict(64), 0), TIME);

        assertEquals("", way.source().address());
        assertEquals("consumed", way.verdict());
        assertEquals("pass", way.action());
    }

    @Test
    void recordThatSaysTooMuchIsReadAsFarAsItGoes() {
        VibPathRecord odd = way(meta(), 0, new VibPathStep(0, 9, 31)).withCount(9999);
        Way way = reader.read(odd, TIME);

        assertEquals(32, way.steps().size());
        assertEquals("chain-9", way.steps().get(0).chain());
    }

    @Test
    void peopleReadOneLineAStage() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        WayText.print(reader.read(way(meta(), 7, CONNTRACK, POLICY, TRACE), TIME), out);
        out.flush();

        List<String> lines = text.toString().lines().toList();
        assertTrue(
                lines.get(0)
                        .endsWith(
                                "10.0.0.1:40000 (default/e1) -> 10.0.0.2:80 (host-b)  TCP SYN, 74"
                                        + " bytes, by dev11, CPU 1"),
                lines.get(0));
        assertEquals(
                "  ep     8 conntrack       org.test                         80 ns", lines.get(1));
        assertEquals("  forwarded (redirect to dev2), 900 ns", lines.get(3));
    }

    @Test
    void peopleReadWhyAPacketWasDropped() {
        VibMeta refused =
                meta().withVerdict(2).withReason(133).withPolicyVerdict(new byte[] {2, 0});
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        WayText.print(reader.read(way(refused, 2, POLICY), TIME), out);
        out.flush();

        List<String> lines = text.toString().lines().toList();
        assertEquals("  policy ingress: no rule allows it", lines.get(2));
        assertEquals("  dropped: REASON 133, 900 ns", lines.get(3));
    }

    private static final class TestNames implements WayReader.Names {
        @Override
        public FlowParty party(int endpoint, InetAddress address, int identity, long time) {
            return endpoint == 0
                    ? new FlowParty(
                            identity,
                            List.of("reserved:host"),
                            0,
                            "",
                            "",
                            "host-b",
                            "Host",
                            "host-b")
                    : new FlowParty(
                            identity,
                            List.of("any:id=" + identity),
                            endpoint,
                            "default",
                            "e" + endpoint,
                            "",
                            "",
                            "host-a");
        }

        @Override
        public String device(int ifindex, long time) {
            return "dev" + ifindex;
        }

        @Override
        public Optional<StageOwners.Standing> stage(int chain, int slot, long time) {
            return Optional.of(new StageOwners.Standing("vib_" + slot, "org.test"));
        }

        @Override
        public String dropReason(int number) {
            return "REASON " + number;
        }
    }
}
