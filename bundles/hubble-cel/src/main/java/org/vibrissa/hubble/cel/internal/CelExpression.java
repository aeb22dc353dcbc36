package org.vibrissa.hubble.cel.internal;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.expression.Expression;

/** A program with its one variable. Thread safe. */
final class CelExpression<M> implements Expression<M> {
    private static final Logger LOG = LoggerFactory.getLogger(CelExpression.class);
    private static final int SHOWN = 120;

    private final String text;
    private final String variable;
    private final CelRuntime.Program program;
    private final FailurePlaces failures;
    private final AtomicBoolean told = new AtomicBoolean();

    CelExpression(
            String text, String variable, CelRuntime.Program program, FailurePlaces failures) {
        this.text = text;
        this.variable = variable;
        this.program = program;
        this.failures = failures;
    }

    @Override
    public boolean holds(M message) {
        try {
            return Boolean.TRUE.equals(
                    program.trace(
                            Map.of(variable, message), new StepCount(CelLimits.STEPS, failures)));
        } catch (CelEvaluationException e) {
            tell(e.getMessage());
        } catch (StepCount.Exceeded e) {
            tell("it takes more than " + CelLimits.STEPS + " steps");
        }
        return false;
    }

    /** Once: the same will be true of many messages. */
    private void tell(String why) {
        if (told.compareAndSet(false, true)) {
            LOG.info(
                    "expression \"{}\" cannot be evaluated on some messages, and does not match"
                            + " them: {}",
                    shown(text),
                    shown(why));
        }
    }

    /** Both are a client's words: short, and on one line. */
    private static String shown(String words) {
        String begin = words.length() > SHOWN ? words.substring(0, SHOWN) + "..." : words;
        return begin.replaceAll("\\p{Cntrl}", " ");
    }
}
