package org.vibrissa.policy.internal.cli;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.policy.internal.document.DocumentView;
import org.vibrissa.policy.internal.document.PolicyViews;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa policy list}. */
@Component(service = CommandProvider.class)
public final class PolicyList extends PolicyCommand {
    private final PolicyViews views;

    @Activate
    public PolicyList(@Reference PolicyViews views) {
        super("policy list", "vibrissa policy list");
        this.views = views;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(views, invocation);
    }

    @Command(description = "Lists policies and whether they are in force on this host.")
    private static final class Run implements Runnable {
        private final PolicyViews views;
        private final Invocation invocation;

        @Option(
                names = {"-n", "--namespace"},
                paramLabel = "NS",
                defaultValue = "",
                description = "Only this namespace.")
        private String namespace;

        Run(PolicyViews views, Invocation invocation) {
            this.views = views;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            List<DocumentView> wanted =
                    views.list().stream()
                            .filter(v -> namespace.isEmpty() || v.namespace().equals(namespace))
                            .toList();
            invocation.print(
                    Table.of(wanted)
                            .column("KIND", "kind", DocumentView::kind)
                            .column("NAMESPACE", "namespace", DocumentView::namespace)
                            .column("NAME", "name", DocumentView::name)
                            .column("ENFORCES", "enforces", DocumentView::enforces)
                            .column("RULES", "rules", DocumentView::rules)
                            .column("STATUS", "status", DocumentView::status)
                            .detail("phase", DocumentView::phase)
                            .detail("reason", DocumentView::reason)
                            .detail("generation", DocumentView::generation)
                            .detail("inForce", DocumentView::inForce)
                            .whenEmpty("No policy. Add one: vibrissa policy import FILE"));
        }
    }
}
