package org.vibrissa.hubble.cel.internal;

import com.google.protobuf.Descriptors.Descriptor;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import java.util.List;
import java.util.stream.Collectors;
import org.vibrissa.expression.Expression;
import org.vibrissa.expression.ExpressionRejected;

/** The language with one variable, a message. Costly to make. Immutable. */
final class Dialect {
    private static final int MOST_ISSUES = 3;

    private final String variable;
    private final CelCompiler compiler;
    private final CelRuntime runtime;

    private Dialect(String variable, CelCompiler compiler, CelRuntime runtime) {
        this.variable = variable;
        this.compiler = compiler;
        this.runtime = runtime;
    }

    /**
     * About messages of a class.
     *
     * @throws IllegalArgumentException when the class is none that protoc made
     */
    static Dialect of(Class<?> message, String variable) {
        Descriptor type = descriptor(message);
        CelOptions options =
                CelOptions.current()
                        .maxExpressionCodePointSize(CelLimits.CHARACTERS)
                        .maxParseRecursionDepth(CelLimits.DEPTH)
                        .comprehensionMaxIterations(CelLimits.ITERATIONS)
                        .build();
        return new Dialect(
                variable,
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(options)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .setContainer(type.getFile().getPackage())
                        .addFileTypes(type.getFile())
                        .addVar(variable, StructTypeReference.create(type.getFullName()))
                        .setResultType(SimpleType.BOOL)
                        .build(),
                CelRuntimeFactory.standardCelRuntimeBuilder()
                        .setOptions(options)
                        .setStandardEnvironmentEnabled(false)
                        .setStandardFunctions(
                                CelStandardFunctions.newBuilder()
                                        .excludeFunctions(
                                                CelStandardFunctions.StandardFunction.MATCHES)
                                        .build())
                        .addFunctionBindings(Regexes.bindings())
                        .addFileTypes(type.getFile())
                        .build());
    }

    private static Descriptor descriptor(Class<?> message) {
        try {
            return (Descriptor) message.getMethod("getDescriptor").invoke(null);
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(message + " is no class of a message", e);
        }
    }

    <M> Expression<M> compile(String text) throws ExpressionRejected {
        try {
            CelAbstractSyntaxTree parsed = tree(compiler.parse(text));
            // Before types are checked: that takes time without bounds where lists nest deeply.
            SyntaxLimits.check(parsed);
            CelAbstractSyntaxTree checked = tree(compiler.check(parsed));
            return new CelExpression<>(
                    text, variable, runtime.createProgram(checked), FailurePlaces.of(checked));
        } catch (CelEvaluationException e) {
            throw new ExpressionRejected(e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new ExpressionRejected("is nested too deeply", e);
        }
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result)
            throws ExpressionRejected {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            List<CelIssue> issues = e.getErrors();
            String said =
                    issues.stream()
                            .limit(MOST_ISSUES)
                            .map(Dialect::said)
                            .collect(Collectors.joining("; "));
            throw new ExpressionRejected(
                    issues.isEmpty() ? String.valueOf(e.getMessage()) : said, e);
        }
    }

    private static String said(CelIssue issue) {
        CelSourceLocation place = issue.getSourceLocation();
        return place.getLine() < 0
                ? issue.getMessage()
                : place.getLine() + ":" + (place.getColumn() + 1) + ": " + issue.getMessage();
    }
}
