package org.vibrissa.ipfix.internal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.ipfix.internal.record.Read.own;

import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.flow.FlowCause;
import org.vibrissa.flow.made.MadeEvent;

/** What is in messages, read back by their own templates. */
class MessageTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Wire WIRE = new Wire(5, 32473, 1400, 1_000_000_000L);

    private final TestNames names = TestNames.of("xwing", "any:class=xwing", "any:org=alliance");

    private Read.Sent sent(MadeEvent... events) {
        Sight sight = new Sight(names, names);
        Message message = new Message(WIRE);
        message.addTemplates();
        for (MadeEvent event : events) {
            assertTrue(message.add(sight.of(event.at(TIME).read())), "no room");
        }
        return new Read().message(message.finish(41, 1_800_000_000L));
    }

    @Test
    void tellsAnIpv4FlowByStandardElements() {
        Read.Sent sent = sent(MadeEvent.trace().counts(3, 222));
        assertEquals(5, sent.domain());
        assertEquals(41, sent.sequence());
        assertEquals(1, sent.records().size());
        assertEquals(0x0a000001, sent.number(0, 8));
        assertEquals(0x0a000002, sent.number(0, 12));
        assertEquals(40000, sent.number(0, 7));
        assertEquals(80, sent.number(0, 11));
        assertEquals(6, sent.number(0, 4));
        assertEquals(2, sent.number(0, 6));
        assertEquals(222, sent.number(0, 1));
        assertEquals(3, sent.number(0, 2));
        assertEquals(11, sent.number(0, 10));
        assertEquals(12, sent.number(0, 14));
        assertEquals(TIME.toEpochMilli(), sent.number(0, 153));
        assertEquals(TIME.toEpochMilli(), sent.number(0, 152));
    }

    @Test
    void tellsIdentitiesNamesAndRulesByOwnElements() {
        Read.Sent sent = sent(MadeEvent.drop(133).policy(true, 3, 7, 2));
        assertEquals(1001, sent.number(0, own(1)));
        assertEquals(1002, sent.number(0, own(2)));
        assertEquals("default", sent.text(0, own(3)));
        assertEquals("xwing", sent.text(0, own(4)));
        assertEquals("any:class=xwing,any:org=alliance", sent.text(0, own(7)));
        assertEquals(2, sent.number(0, own(9)));
        assertEquals(133, sent.number(0, own(10)));
        assertEquals("POLICY_DENIED", sent.text(0, own(11)));
        assertEquals("default/rule1", sent.text(0, own(14)));
        assertEquals("", sent.text(0, own(15)));
    }

    @Test
    void tellsIpv6AndIcmpByTheirOwnElements() {
        Read.Sent sent = sent(MadeEvent.trace().from("fd00::1", 0).to("fd00::2", 0).icmp(128, 0));
        assertEquals(0x8000, sent.number(0, 139));
        assertEquals(16, sent.records().get(0).get(27L).length);
        assertEquals(2, sent.number(0, 28) & 0xff);
    }

    @Test
    void tellsAFrameWithoutIpByItsMacs() {
        Read.Sent sent = sent(MadeEvent.drop(133).with(event -> event.withFamily(0)));
        assertEquals(0x020000000001L, sent.number(0, 56));
        assertEquals(0x020000000002L, sent.number(0, 80));
        assertFalse(sent.records().get(0).containsKey(8L));
    }

    @ParameterizedTest
    @CsvSource({"START,1", "CLOSE,2", "PERIODIC,5", "TCP_FLAGS,5"})
    void tellsFirewallsWhatHappened(FlowCause cause, int event) {
        assertEquals(event, sent(MadeEvent.trace().causes(cause)).number(0, 233));
    }

    @Test
    void tellsRefusalsAndNotedRefusals() {
        Read.Sent sent = sent(MadeEvent.drop(133), MadeEvent.trace().audited(true, 3, 7, 2));
        assertEquals(3, sent.number(0, 233));
        assertEquals(4, sent.number(1, 233));
    }

    @Test
    void tellsThatAFlowHasEnded() {
        Read.Sent sent = sent(MadeEvent.trace().causes(FlowCause.CLOSE), MadeEvent.trace());
        assertEquals(3, sent.number(0, 136));
        assertEquals(2, sent.number(1, 136));
    }

    @Test
    void tellsTheTunnel() {
        Read.Sent sent = sent(MadeEvent.trace().tunnel(1, 4242, "192.0.2.1"));
        assertEquals((1L << 56) | 4242, sent.number(0, 351));
        assertEquals(4242, sent.number(0, own(18)));
    }

    @Test
    void beginsWhereTheFlowsEventBeforeEnded() {
        Sight sight = new Sight(names, names);
        Message message = new Message(WIRE);
        message.addTemplates();
        MadeEvent later = MadeEvent.trace().causes(FlowCause.PERIODIC).counts(9, 900);
        message.add(sight.of(MadeEvent.trace().at(TIME).read()));
        message.add(sight.of(later.at(TIME.plusSeconds(5)).read()));
        message.add(sight.of(later.from("10.9.9.9", 1).at(TIME.plusSeconds(6)).read()));
        Read.Sent sent = new Read().message(message.finish(0, 0));
        assertEquals(TIME.toEpochMilli(), sent.number(1, 152));
        assertEquals(TIME.plusSeconds(5).toEpochMilli(), sent.number(1, 153));
        // not known before: it begins where it ends
        assertEquals(TIME.plusSeconds(6).toEpochMilli(), sent.number(2, 152));
    }

    @Test
    void standsBackAtItsLimitAndStaysWhole() {
        Sight sight = new Sight(names, names);
        Message message = new Message(WIRE);
        message.addTemplates();
        int added = 0;
        while (message.add(sight.of(MadeEvent.trace().read()))) {
            added++;
        }
        Read.Sent sent = new Read().message(message.finish(0, 0));
        assertTrue(added > 1, "records: " + added);
        assertEquals(added, sent.records().size());
        assertEquals(added, message.records());
        assertTrue(sent.length() <= WIRE.messageSize(), "length " + sent.length());
    }

    @Test
    void longestRecordFitsTheSmallestMessageAndIsCutAtWholeCharacters() {
        String[] labels = Collections.nCopies(40, "any:some-long-label=ä").toArray(new String[0]);
        TestNames longest = TestNames.of("ü".repeat(100), labels);
        Message message = new Message(new Wire(1, 32473, 1280, 1));
        MadeEvent event = MadeEvent.drop(133).from("fd00::1", 1).to("fd00::2", 2);
        message.addTemplates();
        message.clear();
        assertTrue(message.add(new Sight(longest, longest).of(event.read())), "does not fit");
        Message whole = new Message(WIRE);
        whole.addTemplates();
        Sight sight = new Sight(longest, longest);
        Read reader = new Read();
        reader.message(whole.finish(0, 0));
        whole.clear();
        whole.add(sight.of(event.read()));
        Read.Sent sent = reader.message(whole.finish(0, 0));
        assertEquals("ü".repeat(31), sent.text(0, own(4)));
        assertTrue(sent.text(0, own(7)).endsWith("=ä"), sent.text(0, own(7)));
    }

    @Test
    void sendsStandardElementsOnlyWithoutAnEnterprise() {
        Message message = new Message(new Wire(1, 0, 1400, 1));
        message.addTemplates();
        message.add(new Sight(names, names).of(MadeEvent.trace().read()));
        Read.Sent sent = new Read().message(message.finish(0, 0));
        assertTrue(
                sent.records().get(0).keySet().stream().allMatch(number -> number < 32768),
                () -> "elements " + sent.records().get(0).keySet());
    }
}
