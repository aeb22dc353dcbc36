package org.vibrissa.policy.internal.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.OutputFormat;
import org.vibrissa.control.Table;
import org.vibrissa.policy.internal.document.PolicyViews;
import org.vibrissa.policy.internal.document.SelectorView;
import picocli.CommandLine.Command;

/** {@code vibrissa policy selectors}. */
@Component(service = CommandProvider.class)
public final class PolicySelectors extends PolicyCommand {
    private static final int SHOWN = 8;

    private final PolicyViews views;

    @Activate
    public PolicySelectors(@Reference PolicyViews views) {
        super("policy selectors", "vibrissa policy selectors");
        this.views = views;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(views, invocation);
    }

    @Command(description = "Lists the selectors of policies and the identities they mean now.")
    private record Run(PolicyViews views, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            boolean brief = invocation.format() == OutputFormat.TABLE;
            invocation.print(
                    Table.of(views.selectors())
                            .column("USE", "use", SelectorView::use)
                            .column("SELECTOR", "selector", SelectorView::selector)
                            .column("POLICIES", "policies", SelectorView::policies)
                            .column(
                                    "IDENTITIES",
                                    "identities",
                                    view -> brief ? brief(view.identities()) : view.identities())
                            .whenEmpty("No policy. Add one: vibrissa policy import FILE"));
        }

        private static String brief(List<Integer> identities) {
            String first =
                    identities.stream()
                            .limit(SHOWN)
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
            int more = identities.size() - SHOWN;
            return more > 0 ? first + " and " + more + " more" : first;
        }
    }
}
