package org.vibrissa.hubble.cel.internal;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import java.util.ArrayList;
import java.util.List;

/** The tree of an expression. */
final class Syntax {
    private Syntax() {}

    /** The parts of a part, in the order in which they are evaluated. */
    static List<CelExpr> children(CelExpr part) {
        List<CelExpr> children = new ArrayList<>();
        switch (part.exprKind().getKind()) {
            case SELECT -> children.add(part.select().operand());
            case CALL -> {
                part.call().target().ifPresent(children::add);
                children.addAll(part.call().args());
            }
            case LIST -> children.addAll(part.list().elements());
            case STRUCT -> part.struct().entries().forEach(entry -> children.add(entry.value()));
            case MAP ->
                    part.map()
                            .entries()
                            .forEach(
                                    entry -> {
                                        children.add(entry.key());
                                        children.add(entry.value());
                                    });
            case COMPREHENSION -> addAll(part.comprehension(), children);
            case CONSTANT, IDENT, NOT_SET -> {
                // They have no parts.
            }
        }
        return children;
    }

    private static void addAll(CelComprehension comprehension, List<CelExpr> children) {
        children.add(comprehension.iterRange());
        children.add(comprehension.accuInit());
        children.add(comprehension.loopCondition());
        children.add(comprehension.loopStep());
        children.add(comprehension.result());
    }
}
