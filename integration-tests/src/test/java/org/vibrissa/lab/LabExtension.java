package org.vibrissa.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test that asks for one its own {@link Lab}, and takes it down again. A class whose
 * {@code @BeforeAll} asks for one has one for all its tests.
 */
public final class LabExtension implements ParameterResolver, AfterTestExecutionCallback {
    private static final ExtensionContext.Namespace STORE =
            ExtensionContext.Namespace.create(LabExtension.class);

    /** Closed by JUnit at the end of the test, also of a failed one. */
    private record Open(Lab lab) implements AutoCloseable {
        @Override
        public void close() {
            lab.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Lab resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Assumptions.assumeTrue(
                Files.isWritable(Path.of("/run/netns")) || Files.isWritable(Path.of("/run")),
                "the lab needs root: network namespaces and BPF");
        String title = title(context);
        return context.getStore(STORE)
                .getOrComputeIfAbsent(Lab.class, key -> new Open(new Lab(title)), Open.class)
                .lab();
    }

    /** Class and method; the arguments too where a method runs with several. */
    private static String title(ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            return context.getRequiredTestClass().getSimpleName();
        }
        String method = context.getRequiredTestMethod().getName();
        String shown = context.getDisplayName();
        String arguments = shown.startsWith(method) ? "" : shown.replaceAll("[^A-Za-z0-9]+", "-");
        return context.getRequiredTestClass().getSimpleName() + "." + method + arguments;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Open open = context.getStore(STORE).get(Lab.class, Open.class);
        if (open != null && context.getExecutionException().isPresent()) {
            open.lab().saveArtefacts();
            context.publishReportEntry("artefacts", open.lab().folder().toString());
        }
    }
}
