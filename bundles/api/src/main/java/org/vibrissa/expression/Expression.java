package org.vibrissa.expression;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A condition that was compiled. Thread safe.
 *
 * @param <M> the messages that it is about
 */
@ProviderType
@FunctionalInterface
public interface Expression<M> {
    /**
     * Whether it is true of a message. It is not true where it cannot be evaluated, such as by an
     * index beyond a list's end, and where that would take too many steps: these are limited, so
     * that no expression holds up its caller. The first such failure of an expression is logged.
     */
    boolean holds(M message);
}
