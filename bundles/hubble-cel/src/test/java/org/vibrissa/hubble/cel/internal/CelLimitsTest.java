package org.vibrissa.hubble.cel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vibrissa.expression.ExpressionRejected;
import org.vibrissa.hubble.proto.flow.Flow;

/** Expressions that would take for ever or fill the memory. */
final class CelLimitsTest {
    private static final CelCompiler COMPILER = new CelCompiler();
    private static final String HUNDRED =
            IntStream.range(0, 100)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(",", "[", "]"));

    private static boolean holds(String text) throws ExpressionRejected {
        return COMPILER.compile(text, "_flow", Flow.class).holds(Flow.getDefaultInstance());
    }

    /** Each takes millions of steps, or as much memory. */
    static String[] endless() {
        return new String[] {
            // a million rounds
            HUNDRED + ".all(a, " + HUNDRED + ".all(b, " + HUNDRED + ".all(c, true)))",
            // the same where each round fails, which exists() takes for a value
            HUNDRED + ".exists(a, " + HUNDRED + ".exists(b, 1 / 0 == 0))",
            // failures all over, of which the last decides
            "(" + "1 / 0 == 0 || ".repeat(500) + "false) || true",
            // a text that doubles
            "['x'].map(t, " + "t + ".repeat(60) + "t).map(t, " + "t + ".repeat(40) + "t) != []",
            // a list of lists of lists, compared by elements
            nested("[" + "x,".repeat(400) + "x]", 3)
                    + " == "
                    + nested("[" + "x,".repeat(400) + "x]", 3),
            // a search whose time is the product of both
            "('" + "x".repeat(3000) + "').matches('x{100}')",
            // many searches
            HUNDRED + ".all(a, " + HUNDRED + ".all(b, 'xxxxxxxx'.matches('^x*$')))",
        };
    }

    private static String nested(String list, int times) {
        return "['y']" + (".map(x, " + list + ")").repeat(times);
    }

    @ParameterizedTest
    @MethodSource("endless")
    void endsWhatTakesTooManySteps(String text) throws Exception {
        assertFalse(holds(text));
    }

    @Test
    void countsNoFailureWhereNoneIs() throws Exception {
        String each = "size([a, {'k': [a]}['k'][0] * 2 - a]) == 2 && _flow.IP.source == ''";
        assertTrue(
                holds("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20].all(a, " + each + ")"));
    }

    @Test
    void allowsWhatPeopleAskFor() throws Exception {
        assertTrue(holds(HUNDRED + ".all(a, a < 100)"));
        assertTrue(
                holds(
                        IntStream.range(0, 200)
                                .mapToObj(port -> "_flow.l4.TCP.source_port == " + port + "u")
                                .collect(Collectors.joining(" || "))));
    }

    @Test
    void refusesToNestWithoutEnd() {
        String message =
                assertThrows(ExpressionRejected.class, () -> holds(nested("{x: x}", 30) + " == []"))
                        .getMessage();
        assertTrue(message.startsWith("more than 4 of all, exists"), message);
        for (String deep :
                new String[] {
                    "(".repeat(2000) + "true" + ")".repeat(2000),
                    "!(".repeat(1500) + "true" + ")".repeat(1500),
                    "1" + " + 1".repeat(1500) + " > 0",
                    "[".repeat(2000) + "]".repeat(2000) + " == []",
                    "_flow" + ".source".repeat(1000) + " == 1",
                }) {
            String said = assertThrows(ExpressionRejected.class, () -> holds(deep)).getMessage();
            assertTrue(said.contains("recursion limit"), said);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abc | 3",
                "a{7} | 7",
                "a{2,9}b | 10",
                "(ab){10} | 30",
                "(a{10}){10} | 110",
                "x{y} | 4",
                "\\{5} | 3",
                "[a{100}]b | 2",
                "[]a{9}] | 1",
                "[[:alpha:]{9}]{3} | 3",
                "((a{1000}){1000}){1000} | 16777216",
            })
    void countsTheStatesOfRegularExpressions(String regex, int states) {
        assertEquals(states, RegexStates.of(regex));
    }

    @Test
    void takesAnyTextForAnExpressionOrRefusesIt() {
        String[] words = {
            "_flow",
            ".",
            "source",
            "labels",
            "exists(l,",
            "map(l,",
            "l",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ":",
            ",",
            "?",
            "+",
            "-",
            "!",
            "==",
            "&&",
            "||",
            "in",
            "1",
            "80u",
            "1.5",
            "'a'",
            "b'\\x00'",
            "true",
            "null",
            "has(",
            "size(",
            "matches('",
            "')",
            "dyn(",
            "duration('1s')",
            "Verdict",
            "flow.Flow{",
            "\n",
            "\"",
            "\0",
            "\uD800",
            "type(",
            "int(",
            "%"
        };
        Random random = new Random(7);
        int compiled = 0;
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = random.nextInt(12); word >= 0; word--) {
                text.append(words[random.nextInt(words.length)]);
            }
            try {
                holds(text.toString());
                compiled++;
            } catch (ExpressionRejected e) {
                assertFalse(e.getMessage().isEmpty(), text::toString);
            }
        }
        assertTrue(compiled > 0);
    }
}
