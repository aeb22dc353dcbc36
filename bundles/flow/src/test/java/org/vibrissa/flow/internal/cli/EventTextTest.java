package org.vibrissa.flow.internal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.flow.FlowLedger;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.flow.made.MadeEvent;

class EventTextTest {
    private static String line(MadeEvent event) {
        return EventLine.of(event.read(), new Numbers()).replaceAll("flow 0x[0-9a-f]+", "flow F");
    }

    @Test
    void saysWhatCiliumMonitorSays() {
        assertEquals(
                "-> endpoint 2 flow F, identity 1001->1002 state new ifindex eth12: 10.0.0.1:40000"
                        + " -> 10.0.0.2:80 tcp SYN",
                line(MadeEvent.trace()));
        assertEquals(
                "xx drop (Policy denied) flow F to endpoint 2, ifindex eth11, slot 14, identity"
                        + " 1001->1002: 10.0.0.1:40000 -> 10.0.0.2:80 tcp SYN",
                line(MadeEvent.drop(133)));
        assertEquals(
                "Policy verdict log: flow F, local EP ID 2, remote ID 1001, proto 6, ingress,"
                        + " action deny, match none, 10.0.0.1:40000 -> 10.0.0.2:80 tcp SYN",
                line(MadeEvent.policyVerdict(true, 2, 0, 0)));
        assertTrue(
                line(MadeEvent.policyVerdict(false, 1, 9, 2))
                        .contains("local EP ID 1, remote ID 1002, proto 6, egress, action allow"));
    }

    @Test
    void saysWhatEachPacketIs() {
        MadeEvent six = MadeEvent.trace().from("fd00::1", 7).to("fd00::2", 8);
        assertTrue(line(six.protocol(MadeEvent.UDP)).endsWith("[fd00::1]:7 -> [fd00::2]:8 udp"));
        assertTrue(line(six.icmp(128, 0)).endsWith("fd00::1 -> fd00::2 icmpv6 type 128 code 0"));
        assertTrue(
                line(MadeEvent.trace().tcpFlags(18).observed(MadeEvent.TO_OVERLAY))
                        .startsWith("-> overlay flow F"));
        assertTrue(line(MadeEvent.trace().tcpFlags(18)).endsWith("tcp SYN, ACK"));
        assertTrue(
                line(MadeEvent.drop(166).with(e -> e.withFamily(0))).endsWith("no IP, 74 bytes"));
    }

    @Test
    void bothDirectionsOfAFlowHaveOneName() {
        MadeEvent there = MadeEvent.trace();
        MadeEvent back = there.from("10.0.0.2", 80).to("10.0.0.1", 40000).reply();
        assertEquals(name(there), name(back));
        assertFalse(name(there).equals(name(there.from("10.0.0.1", 40001))));
    }

    private static String name(MadeEvent event) {
        return EventLine.of(event.read(), new Numbers()).replaceAll(".*flow (0x\\w+).*", "$1");
    }

    @Test
    void tellsAllFieldsThatSaySomething() {
        Map<String, Object> fields =
                EventFields.of(
                        MadeEvent.trace()
                                .tunnel(1, 1001, "192.0.2.1")
                                .policy(true, 1, 5, 2)
                                .endedBy(1, 32)
                                .read(),
                        new Numbers());
        assertEquals("2026-01-01T00:00:00Z", fields.get("time"));
        assertEquals(List.of("start"), fields.get("causes"));
        assertEquals("vxlan", fields.get("tunnel"));
        assertEquals("192.0.2.1", fields.get("tunnelPeer"));
        assertEquals("allowed", fields.get("ingressVerdict"));
        assertEquals(5L, fields.get("ingressRule"));
        assertEquals("root", fields.get("slot"));
        assertFalse(fields.containsKey("egressVerdict"));
        assertFalse(fields.containsKey("dropReason"));
    }

    @Test
    void showsWhatItIsAskedFor() {
        FlowEvent event = MadeEvent.drop(133).read();
        assertTrue(filter(Set.of(), Set.of(), Set.of(), Set.of()).shows(event));
        assertTrue(filter(Set.of(FlowKind.DROP), Set.of(1), Set.of(2), Set.of(2)).shows(event));
        assertFalse(filter(Set.of(FlowKind.TRACE), Set.of(), Set.of(), Set.of()).shows(event));
        assertFalse(filter(Set.of(), Set.of(2), Set.of(), Set.of()).shows(event));
        assertFalse(filter(Set.of(), Set.of(), Set.of(1), Set.of()).shows(event));
        assertFalse(filter(Set.of(), Set.of(), Set.of(), Set.of(3)).shows(event));
    }

    private static MonitorFilter filter(
            Set<FlowKind> kinds, Set<Integer> from, Set<Integer> to, Set<Integer> relatedTo) {
        return new MonitorFilter(kinds, from, to, relatedTo);
    }

    @Test
    void theLedgerShowsEachSumAndWhetherItIsRight() {
        assertTrue(ledger(0).contains("Balanced: each event is accounted for."));
        assertTrue(ledger(0).matches("(?s).*lost +7   ring-full, CPU 1.*"));
        assertTrue(ledger(0).contains("Taken"));
        assertTrue(ledger(12).contains("NOT balanced: 12 events"));
    }

    private static String ledger(long difference) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        LedgerText.print(
                new FlowLedger.Balance(
                        100,
                        90,
                        10,
                        90,
                        80,
                        List.of(new FlowLedger.Loss("ring-full", 1, 7)),
                        3,
                        80,
                        0,
                        80,
                        List.of(
                                new FlowLedger.Account(
                                        "json:x", new FlowAccount.Reading(80, 79, 1, 0, 0))),
                        difference),
                out);
        out.flush();
        return text.toString();
    }

    /** Knows devices by number and one reason. */
    private static final class Numbers implements FlowNames {
        private static final FlowParty NOBODY = new FlowParty(0, List.of(), 0, "", "", "", "", "");

        @Override
        public FlowParty source(FlowEvent event) {
            return NOBODY;
        }

        @Override
        public FlowParty destination(FlowEvent event) {
            return NOBODY;
        }

        @Override
        public String device(int ifindex, long timeNanos) {
            return ifindex == 0 ? "" : "eth" + ifindex;
        }

        @Override
        public String owner(FlowEvent event) {
            return "org.vibrissa.datapath";
        }

        @Override
        public String pathGroup(int number) {
            return "default";
        }

        @Override
        public String dropReason(int number) {
            return number == 133 ? "POLICY_DENIED" : "OTHER";
        }

        @Override
        public String node() {
            return "test";
        }

        @Override
        public List<String> nodeLabels() {
            return List.of();
        }
    }
}
