package org.vibrissa.hubble.cel.internal;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where an evaluation may fail. The library tells of values alone, but a failure costs it more than
 * a hundred values, and {@code ||} and {@code exists} go on after one. So it is concluded: when the
 * last argument of a call has a value, the next value must be that of the call. Immutable.
 */
final class FailurePlaces {
    /** Not there, or no part of an expression. */
    static final long NONE = 0;

    /** They do not evaluate all of their arguments. */
    private static final Set<String> LENIENT = Set.of("_&&_", "_||_", "_?_:_");

    private final Map<Long, Long> callsByLastArgument;

    private FailurePlaces(Map<Long, Long> callsByLastArgument) {
        this.callsByLastArgument = Map.copyOf(callsByLastArgument);
    }

    static FailurePlaces of(CelAbstractSyntaxTree tree) {
        Map<Long, Long> calls = new HashMap<>();
        Deque<CelExpr> open = new ArrayDeque<>();
        open.push(tree.getExpr());
        while (!open.isEmpty()) {
            CelExpr part = open.pop();
            List<CelExpr> children = Syntax.children(part);
            if (mayFail(part) && !children.isEmpty()) {
                calls.put(children.get(children.size() - 1).id(), part.id());
            }
            children.forEach(open::push);
        }
        return new FailurePlaces(calls);
    }

    private static boolean mayFail(CelExpr part) {
        return switch (part.exprKind().getKind()) {
            case SELECT, STRUCT, MAP -> true;
            case CALL -> !LENIENT.contains(part.call().function());
            case CONSTANT, IDENT, LIST, COMPREHENSION, NOT_SET -> false;
        };
    }

    /** The part that has the next value after that of this one, unless it fails; or none. */
    long after(long part) {
        return callsByLastArgument.getOrDefault(part, NONE);
    }
}
