package org.vibrissa.hubble.cel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.expression.Expression;
import org.vibrissa.expression.ExpressionCompiler;
import org.vibrissa.expression.ExpressionRejected;
import org.vibrissa.hubble.proto.flow.Endpoint;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.IP;
import org.vibrissa.hubble.proto.flow.Layer4;
import org.vibrissa.hubble.proto.flow.TCP;
import org.vibrissa.hubble.proto.flow.TCPFlags;
import org.vibrissa.hubble.proto.flow.UDP;
import org.vibrissa.hubble.proto.flow.Verdict;
import org.vibrissa.hubble.proto.flow.Workload;

/** What expressions are true of flows, and which are refused. */
final class CelCompilerTest {
    private static final CelCompiler COMPILER = new CelCompiler();

    /** The deathstar answers the xwing's port 40000 from its port 80. */
    private static final Flow FLOW =
            Flow.newBuilder()
                    .setTime(Timestamp.newBuilder().setSeconds(1_700_000_000))
                    .setVerdict(Verdict.FORWARDED)
                    .setIP(IP.newBuilder().setSource("10.0.0.1").setDestination("10.0.0.2"))
                    .setL4(
                            Layer4.newBuilder()
                                    .setTCP(
                                            TCP.newBuilder()
                                                    .setSourcePort(80)
                                                    .setDestinationPort(40_000)
                                                    .setFlags(TCPFlags.newBuilder().setACK(true))))
                    .setSource(
                            Endpoint.newBuilder()
                                    .setIdentity(1001)
                                    .setNamespace("empire")
                                    .setPodName("deathstar-1")
                                    .addLabels("any:class=deathstar")
                                    .addLabels("any:org=empire")
                                    .addWorkloads(
                                            Workload.newBuilder()
                                                    .setName("deathstar.service")
                                                    .setKind("Unit")))
                    .setIsReply(BoolValue.of(true))
                    .build();

    private static Expression<Flow> compile(String text) throws ExpressionRejected {
        return COMPILER.compile(text, "_flow", Flow.class);
    }

    private static String refusal(String text) {
        return assertThrows(ExpressionRejected.class, () -> compile(text)).getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true | true",
                "_flow.verdict == Verdict.FORWARDED | true",
                "_flow.verdict == flow.Verdict.DROPPED | false",
                "_flow.verdict in [Verdict.DROPPED, Verdict.AUDIT] | false",
                "_flow.verdict == 1 | true",
                "_flow.IP.source == '10.0.0.1' && _flow.IP.destination != '10.0.0.1' | true",
                "_flow.IP.source.startsWith('10.9.') | false",
                "has(_flow.l4.TCP) | true",
                "has(_flow.l4.UDP) | false",
                "_flow.l4.TCP.source_port == 80u | true",
                "_flow.l4.TCP.source_port == uint(443) | false",
                "_flow.l4.UDP.source_port == 80u | false",
                "_flow.l4.TCP.flags.ACK && !_flow.l4.TCP.flags.SYN | true",
                "'any:org=empire' in _flow.source.labels | true",
                "_flow.source.labels.exists(l, l.endsWith('=alliance')) | false",
                "_flow.source.labels.all(l, l.startsWith('any:')) | true",
                "size(_flow.source.labels.filter(l, l.contains('org'))) == 1 | true",
                "_flow.source.workloads[0].kind == 'Unit' | true",
                "_flow.source.identity > 1000u | true",
                "_flow.destination.pod_name == '' | true",
                "_flow.is_reply | true",
                "_flow.is_reply == null | false",
                "_flow.time >= timestamp('2023-11-14T22:13:20Z') | true",
                "_flow.time - duration('1h') > timestamp('2023-11-14T22:13:20Z') | false",
                "_flow.time.getHours() == 22 | true",
                "_flow.source.pod_name.matches('^deathstar-[0-9]{1,3}$') | true",
                "matches(_flow.source.pod_name, 'xwing') | false",
                "[_flow.source.namespace, 'x'].map(n, n + '!') == ['empire!', 'x!'] | true",
                "_flow.source == flow.Endpoint{} | false",
            })
    void saysWhetherItHolds(String text, boolean expected) throws Exception {
        assertEquals(expected, compile(text).holds(FLOW), text);
    }

    @Test
    void looksAtEachMessageAnew() throws Exception {
        Expression<Flow> port = compile("_flow.l4.UDP.destination_port == 53u");
        assertFalse(port.holds(FLOW));
        Layer4 dns = Layer4.newBuilder().setUDP(UDP.newBuilder().setDestinationPort(53)).build();
        assertTrue(port.holds(FLOW.toBuilder().setL4(dns).build()));
        assertFalse(port.holds(Flow.getDefaultInstance()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_flow.source.labels[7] == 'x'",
                "1 / (size(_flow.source.labels) - 2) == 1",
                "timestamp(_flow.uuid) == _flow.time",
                "_flow.source.pod_name.matches(_flow.source.namespace + '(')",
            })
    void whatCannotBeEvaluatedDoesNotHold(String text) throws Exception {
        assertFalse(compile(text).holds(FLOW));
    }

    @Test
    void aFailureCountsOnlyWhereItDecides() throws Exception {
        assertTrue(compile("_flow.source.labels[7] == 'x' || true").holds(FLOW));
        assertFalse(compile("_flow.source.labels[7] == 'x' || false").holds(FLOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 + | 1:4: mismatched input",
                "(true | 1:6: missing ')'",
                "`` | 1:1: mismatched input",
                "something-invalid | 1:1: undeclared reference to 'something'",
                "_flow.sorce.identity == 1u | 1:6: undefined field 'sorce'",
                "_flow.l4.TCP.source_port == 80 | 1:26: found no matching overload for '_==_'",
                "_flow.verdict == Verdict.LOST | 1:25: type 'type(int)' does not support field selection",
                "_flow | 1:1: expected type 'bool' but found 'flow.Flow'",
                "_flow.verdict | expected type 'bool' but found 'int'",
                "_flow.uuid.matches('(') | matches(): is no regular expression",
                "_flow.uuid.matches('((a{99}){99}){99}') | more than 2000 states",
            })
    void refusesWhatIsNoCondition(String text, String reason) {
        String said = refusal(text);
        assertTrue(said.contains(reason), said);
    }

    @Test
    void refusesWhatIsTooLong() {
        String most = " ".repeat(ExpressionCompiler.LONGEST - 4) + "true";
        assertEquals("is longer than 8192 characters", refusal(most + " "));
        assertTrue(compiles(most));
    }

    private static boolean compiles(String text) {
        try {
            return compile(text).holds(FLOW);
        } catch (ExpressionRejected e) {
            throw new AssertionError(text, e);
        }
    }

    @Test
    void refusesAClassThatIsNoMessage() {
        assertThrows(
                IllegalArgumentException.class,
                () -> COMPILER.compile("true", "_flow", String.class));
    }
}
