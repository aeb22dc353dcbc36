package org.vibrissa.hubble.cel.internal;

import org.vibrissa.expression.ExpressionCompiler;

/** What an expression may cost: none may hold up a server or fill its memory. */
final class CelLimits {
    static final int CHARACTERS = ExpressionCompiler.LONGEST;

    /** Nested calls, selections and brackets. */
    static final int DEPTH = 100;

    /** Comprehensions such as exists() within each other; types and lists double by each. */
    static final int NESTED_COMPREHENSIONS = 4;

    /** Rounds of all comprehensions in one evaluation. */
    static final int ITERATIONS = 1000;

    /** Steps of one evaluation: values made, larger ones by their size. */
    static final int STEPS = 10_000;

    static final int CHARACTERS_PER_STEP = 4;
    static final int MESSAGE_BYTES_PER_STEP = 256;

    /** Steps that a search by a regular expression counts for. */
    static final int STEPS_PER_MATCH = 100;

    /** Steps that a failure counts for after which the evaluation goes on. */
    static final int STEPS_PER_FAILURE = 100;

    static final int REGEX_CHARACTERS = 1024;

    /** States of a regular expression, which repetitions multiply. */
    static final int REGEX_STATES = 2000;

    /** States times characters of the text that is searched. */
    static final int REGEX_WORK = 1 << 18;

    private CelLimits() {}
}
