package org.vibrissa.hubble.internal.expression;

import org.vibrissa.expression.ExpressionCompiler;

/** A compiler for as long as its bundle offers it. Thread safe. */
final class Lease {
    private final ExpressionCompiler compiler;
    private volatile boolean ended;

    Lease(ExpressionCompiler compiler) {
        this.compiler = compiler;
    }

    ExpressionCompiler compiler() {
        return compiler;
    }

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }
}
