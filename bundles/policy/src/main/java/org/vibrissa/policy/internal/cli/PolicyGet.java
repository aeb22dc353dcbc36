package org.vibrissa.policy.internal.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.policy.internal.document.DocumentView;
import org.vibrissa.policy.internal.document.PolicyView;
import org.vibrissa.policy.internal.document.PolicyViews;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vibrissa policy get}. */
@Component(service = CommandProvider.class)
public final class PolicyGet extends PolicyCommand {
    private final PolicyViews views;

    @Activate
    public PolicyGet(@Reference PolicyViews views) {
        super("policy get", "vibrissa policy get rule1");
        this.views = views;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(views, invocation);
    }

    @Command(
            description = {
                "Shows what policies mean, rule by rule, with file and line; without NAME all.",
                "The documents themselves: vibrissa get cnp NAME -o yaml"
            })
    private static final class Run implements Runnable {
        private final PolicyViews views;
        private final Invocation invocation;

        @Mixin private final Naming naming = new Naming();

        @Parameters(arity = "0..*", paramLabel = "NAME", description = "Only these.")
        private List<String> names = List.of();

        Run(PolicyViews views, Invocation invocation) {
            this.views = views;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            List<DocumentView> found = new ArrayList<>();
            for (String name : names) {
                found.add(
                        naming.find(views, name)
                                .flatMap(views::get)
                                .orElseThrow(() -> naming.none(views, name)));
            }
            List<DocumentView> shown = names.isEmpty() ? views.list() : found;
            invocation.print(shown, out -> shown.forEach(view -> print(view, out)));
        }

        private static void print(DocumentView document, PrintWriter out) {
            out.println(document.title());
            out.println("  Status: " + document.status());
            if (document.audited() > 0) {
                out.printf(
                        "  Audit:  would have refused %,d of the flows in the flow log%n",
                        document.audited());
            }
            for (PolicyView policy : document.policies()) {
                MeaningText.print(policy, out);
            }
        }
    }
}
