package org.vibrissa.hubble.internal.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vibrissa.expression.ExpressionCompiler;
import org.vibrissa.expression.ExpressionRejected;
import org.vibrissa.hubble.internal.expression.FlowExpression;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/** Conditions in CEL about a flow's message, which is made for these alone. For one request. */
final class ExpressionTests {
    private static final String FIELD = "experimental.cel_expression";
    private static final int SHOWN = 60;

    private final FilterScope scope;
    private final List<FlowExpression> compiled = new ArrayList<>();
    private int characters;

    ExpressionTests(FilterScope scope) {
        this.scope = scope;
    }

    /** One of a filter's expressions must be true. */
    void add(FlowFilter filter, List<FlowTest> tests) throws FilterRejected {
        List<String> texts = filter.getExperimental().getCelExpressionList();
        if (texts.isEmpty()) {
            return;
        }
        FlowExpression[] any = new FlowExpression[texts.size()];
        for (int i = 0; i < any.length; i++) {
            any[i] = compile(FIELD + "[" + i + "]", texts.get(i));
            compiled.add(any[i]);
        }
        Function<FlowView, Flow> messages = scope.messages().get();
        tests.add(
                flow -> {
                    Flow message = messages.apply(flow);
                    for (FlowExpression one : any) {
                        if (one.holds(message)) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    /** All of the request. */
    List<FlowExpression> compiled() {
        return compiled;
    }

    private FlowExpression compile(String field, String text) throws FilterRejected {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        // An empty one counts too: each takes time to compile.
        characters += text.length() + 1;
        if (characters > ExpressionCompiler.LONGEST) {
            throw new FilterRejected(
                    field,
                    shown,
                    "the request's expressions have more than "
                            + ExpressionCompiler.LONGEST
                            + " characters");
        }
        try {
            Optional<FlowExpression> expression = scope.expressions().compile(text);
            return expression.orElseThrow(
                    () ->
                            FilterRejected.lacking(
                                    field,
                                    shown,
                                    "expressions need the bundle "
                                            + FlowExpressions.BUNDLE
                                            + ", which is not running"));
        } catch (ExpressionRejected e) {
            throw new FilterRejected(field, shown, e.getMessage());
        }
    }
}
