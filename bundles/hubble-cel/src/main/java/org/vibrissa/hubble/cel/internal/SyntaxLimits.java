package org.vibrissa.hubble.cel.internal;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import java.util.ArrayDeque;
import java.util.Deque;
import org.vibrissa.expression.ExpressionRejected;

/** What can be said of an expression's cost before it is evaluated. */
final class SyntaxLimits {
    private SyntaxLimits() {}

    /** A part of the tree and how deep it is. */
    private record Place(CelExpr part, int depth, int comprehensions) {}

    /**
     * Looks at each part.
     *
     * @throws ExpressionRejected when it nests too deeply or has a regular expression that is wrong
     */
    static void check(CelAbstractSyntaxTree tree) throws ExpressionRejected {
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place(tree.getExpr(), 1, 0));
        while (!open.isEmpty()) {
            Place place = open.pop();
            ExprKind.Kind kind = place.part().exprKind().getKind();
            int comprehensions =
                    place.comprehensions() + (kind == ExprKind.Kind.COMPREHENSION ? 1 : 0);
            if (comprehensions > CelLimits.NESTED_COMPREHENSIONS) {
                throw new ExpressionRejected(
                        "more than "
                                + CelLimits.NESTED_COMPREHENSIONS
                                + " of all, exists, exists_one, filter and map are nested or in a"
                                + " chain");
            }
            // A comprehension is made of several parts that the user has not written.
            if (place.depth() > CelLimits.DEPTH + 5 * comprehensions) {
                throw new ExpressionRejected("is nested too deeply");
            }
            if (kind == ExprKind.Kind.CALL) {
                checkRegex(place.part().call());
            }
            for (CelExpr child : Syntax.children(place.part())) {
                open.push(new Place(child, place.depth() + 1, comprehensions));
            }
        }
    }

    private static void checkRegex(CelCall call) throws ExpressionRejected {
        if (!call.function().equals(Regexes.FUNCTION)) {
            return;
        }
        for (CelExpr argument : call.args()) {
            if (argument.exprKind().getKind() == ExprKind.Kind.CONSTANT
                    && argument.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
                String regex = argument.constant().stringValue();
                try {
                    Regexes.compile(regex);
                } catch (IllegalArgumentException e) {
                    throw new ExpressionRejected("matches(): " + e.getMessage(), e);
                }
            }
        }
    }
}
