package org.vibrissa.container;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.ops4j.pax.exam.ExamSystem;
import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.spi.PaxExamRuntime;

/** Runs the test methods of a class annotated with {@link Bundles} inside a framework. */
public final class InContainer implements BeforeAllCallback, InvocationInterceptor {
    private static final ExtensionContext.Namespace STORE =
            ExtensionContext.Namespace.create(InContainer.class);

    /** The running framework of one test class; stopped by JUnit after the class. */
    private record Running(
            ExamSystem system, TestContainer container, Map<String, TestAddress> tests)
            implements AutoCloseable {
        @Override
        public void close() {
            container.stop();
            system.clear();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Class<?> testClass = context.getRequiredTestClass();
        ExamSystem system =
                PaxExamRuntime.createTestSystem(
                        ContainerOptions.of(testClass.getAnnotation(Bundles.class).value()));
        TestProbeBuilder probe = system.createProbe().setHeader("DynamicImport-Package", "*");
        Map<String, TestAddress> tests = new HashMap<>();
        for (Method method : testClass.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                tests.put(method.getName(), probe.addTest(testClass, method.getName()));
            }
        }
        TestContainer container = PaxExamRuntime.createContainer(system);
        // Kept first, so that a start that fails half way is stopped as well.
        context.getStore(STORE).put(testClass, new Running(system, container, tests));
        container.start();
        container.installProbe(probe.build().getStream());
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> target,
            ExtensionContext context) {
        invocation.skip();
        Running running =
                context.getStore(STORE).get(context.getRequiredTestClass(), Running.class);
        running.container().call(running.tests().get(target.getExecutable().getName()));
    }
}
