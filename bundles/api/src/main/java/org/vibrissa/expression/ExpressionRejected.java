package org.vibrissa.expression;

/**
 * An expression cannot be compiled. The message says where and why, such as {@code 1:7: undefined
 * field 'sorce'}: line and column, both from 1.
 */
public final class ExpressionRejected extends Exception {
    private static final long serialVersionUID = 1L;

    public ExpressionRejected(String message) {
        super(message);
    }

    public ExpressionRejected(String message, Throwable cause) {
        super(message, cause);
    }
}
