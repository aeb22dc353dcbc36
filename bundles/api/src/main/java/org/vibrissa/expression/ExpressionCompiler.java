package org.vibrissa.expression;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Compiles conditions in the Common Expression Language (CEL). Thread safe. The first call loads
 * the language, which may take more than a second; each later one some milliseconds.
 */
@ProviderType
public interface ExpressionCompiler {
    /** Characters of the longest expression. */
    int LONGEST = 8 << 10;

    /**
     * Compiles an expression and checks its types: it must be a bool. Names of types and enums are
     * looked up in the message's own protobuf package first.
     *
     * @param variable what the message is called in the expression
     * @param message a class that protoc made for messages
     * @throws ExpressionRejected when it cannot be understood, is no bool, or asks for too much
     * @throws IllegalArgumentException when the class is none of such a message
     */
    <M> Expression<M> compile(String text, String variable, Class<M> message)
            throws ExpressionRejected;
}
