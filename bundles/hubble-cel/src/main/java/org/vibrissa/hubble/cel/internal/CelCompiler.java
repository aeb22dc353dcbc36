package org.vibrissa.hubble.cel.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.vibrissa.expression.Expression;
import org.vibrissa.expression.ExpressionCompiler;
import org.vibrissa.expression.ExpressionRejected;

/**
 * The service. It touches no class of the library before the first expression, and is one for each
 * bundle that asks: what it remembers of that bundle's messages goes with the bundle.
 */
@Component(scope = ServiceScope.BUNDLE)
public final class CelCompiler implements ExpressionCompiler {
    private final Map<Subject, Dialect> dialects = new ConcurrentHashMap<>();

    /** What expressions may be about. */
    private record Subject(Class<?> message, String variable) {}

    @Activate
    public CelCompiler() {}

    @Override
    public <M> Expression<M> compile(String text, String variable, Class<M> message)
            throws ExpressionRejected {
        if (text.length() > LONGEST) {
            throw new ExpressionRejected("is longer than " + LONGEST + " characters");
        }
        return dialects.computeIfAbsent(
                        new Subject(message, variable),
                        subject -> Dialect.of(subject.message(), subject.variable()))
                .compile(text);
    }
}
