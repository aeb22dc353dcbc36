package org.vibrissa.hubble.cel.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
import java.util.Map;

/**
 * Counts what one evaluation does and ends it when that is too much. Each value counts each time it
 * is used, by its size: so neither long loops nor values that double get far. For one thread.
 */
final class StepCount implements CelEvaluationListener {
    private final FailurePlaces failures;
    private int left;
    private long awaited = FailurePlaces.NONE;

    /** Too many steps. An error, as the library takes exceptions for values and goes on. */
    static final class Exceeded extends Error {
        private static final long serialVersionUID = 1L;

        private Exceeded() {
            super("too many steps", null, false, false);
        }
    }

    StepCount(int most, FailurePlaces failures) {
        left = most;
        this.failures = failures;
    }

    @Override
    public void callback(CelExpr expression, Object result) {
        if (awaited != FailurePlaces.NONE && awaited != expression.id()) {
            spend(CelLimits.STEPS_PER_FAILURE);
        }
        awaited = failures.after(expression.id());
        spend(isMatch(expression) ? CelLimits.STEPS_PER_MATCH : 1);
        weigh(result);
    }

    private static boolean isMatch(CelExpr expression) {
        return expression.exprKind().getKind() == ExprKind.Kind.CALL
                && expression.call().function().equals(Regexes.FUNCTION);
    }

    private void weigh(Object value) {
        if (value instanceof String text) {
            spend(text.length() / CelLimits.CHARACTERS_PER_STEP);
        } else if (value instanceof ByteString bytes) {
            spend(bytes.size() / CelLimits.CHARACTERS_PER_STEP);
        } else if (value instanceof Message message) {
            spend(message.getSerializedSize() / CelLimits.MESSAGE_BYTES_PER_STEP);
        } else if (value instanceof Collection<?> values) {
            values.forEach(this::weighPart);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach(
                    (key, each) -> {
                        weighPart(key);
                        weighPart(each);
                    });
        }
    }

    private void weighPart(Object value) {
        spend(1);
        weigh(value);
    }

    private void spend(int steps) {
        left -= steps;
        if (left < 0) {
            throw new Exceeded();
        }
    }
}
