package org.vibrissa.hubble.internal.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.expression.ExpressionCompiler;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.hubble.cel.internal.CelCompiler;
import org.vibrissa.hubble.internal.expression.ExpressionsGone;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.made.MadeNames;
import org.vibrissa.hubble.internal.made.MadeSource;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/** Filters with expressions, by the compiler of the bundle that offers one. */
final class ExpressionFiltersTest {
    private static final ExpressionCompiler CEL = new CelCompiler();

    private final FlowExpressions expressions = new FlowExpressions();
    private final AtomicInteger messages = new AtomicInteger();

    @BeforeEach
    void start() {
        expressions.bind(CEL);
    }

    private static FlowFilter.Builder filter(String... texts) {
        FlowFilter.Builder filter = FlowFilter.newBuilder();
        for (String text : texts) {
            filter.getExperimentalBuilder().addCelExpression(text);
        }
        return filter;
    }

    private FlowFilters filters(List<FlowFilter> white, List<FlowFilter> black)
            throws FilterRejected {
        FilterScope scope = MadeSource.scope(expressions);
        FilterScope counting =
                new FilterScope(
                        scope.origin(),
                        scope.uuids(),
                        expressions,
                        () -> {
                            var maker = scope.messages().get();
                            return view -> {
                                messages.incrementAndGet();
                                return maker.apply(view);
                            };
                        });
        return FlowFilters.of(white, black, counting);
    }

    private boolean admits(String... texts) throws FilterRejected {
        return filters(List.of(filter(texts).build()), List.of()).admits(trace());
    }

    private static FlowView trace() {
        return new FlowView(new MadeNames(), MadeSource.ORIGIN).at(MadeEvent.trace().read());
    }

    private String refusal(FlowFilter... white) {
        return assertThrows(FilterRejected.class, () -> filters(List.of(white), List.of()))
                .getMessage();
    }

    /** The deathstar (10.0.0.1:40000) begins a TCP connection with the xwing (10.0.0.2:80). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "_flow.IP.source == '10.0.0.1' && _flow.l4.TCP.destination_port == 80u | true",
                "_flow.l4.TCP.flags.SYN | true",
                "_flow.source.pod_name == 'deathstar-1' | true",
                "_flow.source.namespace == _flow.destination.namespace | false",
                "'any:org=alliance' in _flow.destination.labels | true",
                "_flow.verdict == Verdict.DROPPED | false",
                "_flow.traffic_direction == TrafficDirection.INGRESS | true",
                "_flow.node_name == 'tatooine' && size(_flow.uuid) == 36 | true",
                "_flow.Type == FlowType.L3_L4 | true",
            })
    void seesTheFlowAsClientsDo(String text, boolean expected) throws Exception {
        assertEquals(expected, admits(text));
    }

    @Test
    void ofSeveralOneMustBeTrue() throws Exception {
        assertTrue(admits("false", "true"));
        assertFalse(admits("false", "false"));
        assertTrue(admits("_flow.source.labels[99] == 'x'", "true"), "one cannot be evaluated");
        assertEquals(3, messages.get(), "one message for a filter, however many ask");
    }

    @Test
    void otherFieldsMustMatchTooAndAreAskedFirst() throws Exception {
        FlowFilter udp = filter("true").addProtocol("udp").build();
        assertFalse(filters(List.of(udp), List.of()).admits(trace()));
        assertEquals(0, messages.get());
        FlowFilter tcp = filter("true").addProtocol("tcp").build();
        assertTrue(filters(List.of(tcp), List.of()).admits(trace()));
        assertEquals(1, messages.get());
        filters(List.of(FlowFilter.newBuilder().addProtocol("tcp").build()), List.of())
                .admits(trace());
        assertEquals(1, messages.get());
    }

    @Test
    void leavesOutWhatTheBlacklistSays() throws Exception {
        FlowFilter tcp = filter("has(_flow.l4.TCP)").build();
        FlowFilter all = FlowFilter.getDefaultInstance();
        assertFalse(filters(List.of(all), List.of(tcp)).admits(trace()));
        FlowFilter failing = filter("_flow.source.labels[99] == 'x'").build();
        assertTrue(filters(List.of(all), List.of(failing)).admits(trace()));
    }

    @Test
    void namesFieldPlaceAndReason() {
        assertEquals(
                "whitelist[1].experimental.cel_expression[2]: \"_flow.sorce == 'x'\": 1:6:"
                        + " undefined field 'sorce'",
                refusal(
                        FlowFilter.getDefaultInstance(),
                        filter("true", "true", "_flow.sorce == 'x'").build()));
        assertTrue(
                refusal(filter("_flow.verdict").build())
                        .endsWith("expected type 'bool' but found 'int'"));
    }

    @Test
    void boundsWhatOneRequestCompiles() {
        String half = " ".repeat(ExpressionCompiler.LONGEST / 2) + "true";
        String said = refusal(filter(half).build(), filter(half).build());
        assertTrue(said.startsWith("whitelist[1].experimental.cel_expression[0]: \" "), said);
        assertTrue(said.endsWith("\": the request's expressions have more than 8192 characters"));
        assertTrue(said.length() < 300, said);
    }

    @Test
    void refusesByNameWhatNoBundleCanCompile() throws Exception {
        expressions.unbind(CEL);
        FilterRejected refused =
                assertThrows(FilterRejected.class, () -> admits("_flow.IP.source == ''"));
        assertEquals(
                "whitelist[0].experimental.cel_expression[0]: \"_flow.IP.source == ''\":"
                        + " expressions need the bundle hubble-cel, which is not running",
                refused.getMessage());
        assertTrue(refused.isLacking());
        assertFalse(assertThrows(FilterRejected.class, () -> rejected()).isLacking());
        expressions.bind(CEL);
        assertTrue(admits("true"));
    }

    private void rejected() throws FilterRejected {
        filters(List.of(FlowFilter.newBuilder().addSourcePort("x").build()), List.of());
    }

    @Test
    void isGoneWithTheBundleThatCompiledIt() throws Exception {
        AtomicInteger told = new AtomicInteger();
        Runnable listener = told::incrementAndGet;
        expressions.onGone(listener);
        FlowFilters old = filters(List.of(filter("true").build()), List.of());
        FlowFilters plain = filters(List.of(FlowFilter.getDefaultInstance()), List.of());
        ExpressionCompiler next = new CelCompiler();
        expressions.bind(next);
        assertFalse(old.gone(), "both versions are there");
        expressions.unbind(CEL);
        assertEquals(1, told.get());
        assertTrue(old.gone());
        assertThrows(ExpressionsGone.class, () -> old.admits(trace()));
        assertFalse(plain.gone());
        assertTrue(admits("true"), "by the next version");
        expressions.forget(listener);
        expressions.unbind(next);
        assertEquals(1, told.get());
    }

    @Test
    void whatFailsWhileTheBundleGoesIsGone() throws Exception {
        ExpressionCompiler half =
                new ExpressionCompiler() {
                    @Override
                    public <M> org.vibrissa.expression.Expression<M> compile(
                            String text, String variable, Class<M> message) {
                        assertEquals(Flow.class, message);
                        return flow -> {
                            if (text.equals("goes")) {
                                expressions.unbind(this);
                            }
                            throw new NoClassDefFoundError("dev/cel/runtime/Activation");
                        };
                    }
                };
        expressions.bind(half);
        FlowFilters broken = filters(List.of(filter("stays").build()), List.of());
        assertThrows(NoClassDefFoundError.class, () -> broken.admits(trace()));
        FlowFilters going = filters(List.of(filter("goes").build()), List.of());
        assertThrows(ExpressionsGone.class, () -> going.admits(trace()));
    }
}
