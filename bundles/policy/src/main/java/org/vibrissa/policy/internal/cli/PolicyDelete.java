package org.vibrissa.policy.internal.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.policy.internal.document.Consent;
import org.vibrissa.policy.internal.document.DocumentView;
import org.vibrissa.policy.internal.document.PolicyViews;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa policy delete}. */
@Component(service = CommandProvider.class)
public final class PolicyDelete extends PolicyCommand {
    private final PolicyViews views;
    private final ResourceStore store;

    @Activate
    public PolicyDelete(@Reference PolicyViews views, @Reference ResourceStore store) {
        super("policy delete", "vibrissa policy delete rule1");
        this.views = views;
        this.store = store;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(views, store, invocation);
    }

    @Command(description = "Deletes policies, all or none.")
    private static final class Run implements Runnable {
        private final PolicyViews views;
        private final ResourceStore store;
        private final Invocation invocation;

        @Mixin private final Naming naming = new Naming();

        @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which.")
        private List<String> names = List.of();

        @Option(names = "--all", description = "Every policy of every namespace.")
        private boolean all;

        @Option(names = "--ignore-not-found", description = "What is not there is no error.")
        private boolean ignoreNotFound;

        @Option(names = "--dry-run", description = "Only say what would be deleted.")
        private boolean dryRun;

        @Option(
                names = "--yes",
                description = "Also when hosts' own connections to each other would be cut.")
        private boolean yes;

        Run(PolicyViews views, ResourceStore store, Invocation invocation) {
            this.views = views;
            this.store = store;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            if (all != names.isEmpty()) {
                throw CommandFailed.usage(
                        "delete wants NAMEs or --all", "vibrissa policy delete rule1");
            }
            List<ResourceKey> keys = new ArrayList<>();
            for (String name : names) {
                Optional<ResourceKey> key = naming.find(views, name);
                if (key.isEmpty() && !ignoreNotFound) {
                    throw naming.none(views, name);
                }
                key.ifPresent(keys::add);
            }
            if (all) {
                views.list().forEach(view -> keys.add(key(view)));
            }
            if (yes && !dryRun) {
                consent(keys);
            }
            ApplyOptions options = dryRun ? ApplyOptions.USER.asDryRun() : ApplyOptions.USER;
            List<ChangeLine> changes =
                    store.delete(keys, options).stream().map(ChangeLine::of).toList();
            String note = dryRun ? " (dry run)" : "";
            invocation.print(changes, out -> changes.forEach(change -> out.println(change + note)));
        }

        /** The word must be stored before the delete asks for it. */
        private void consent(List<ResourceKey> keys) {
            List<Document> documents =
                    keys.stream()
                            .filter(key -> PolicyViews.mayBeForHosts(key.kind()))
                            .flatMap(key -> store.get(key).stream())
                            .map(Consent::to)
                            .toList();
            if (!documents.isEmpty()) {
                store.apply(documents, ApplyOptions.USER);
            }
        }

        private static ResourceKey key(DocumentView view) {
            return new ResourceKey(view.kind(), view.namespace(), view.name());
        }
    }
}
