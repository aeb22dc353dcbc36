package org.vibrissa.policy.internal.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.policy.internal.document.Consent;
import org.vibrissa.policy.internal.document.PolicyViews;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.Documents;
import org.vibrissa.state.ResourceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa policy import}. */
@Component(service = CommandProvider.class)
public final class PolicyImport extends PolicyCommand {
    private final ResourceStore store;
    private final Documents documents;

    @Activate
    public PolicyImport(@Reference ResourceStore store, @Reference Documents documents) {
        super("policy import", "vibrissa policy import rule1.yaml");
        this.store = store;
        this.documents = documents;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(store, documents, invocation);
    }

    @Command(
            description = {
                "Creates or changes policies and CIDR groups from files, all or none.",
                "As often as one likes: what is stored already stays unchanged."
            })
    private static final class Run implements Runnable {
        private final ResourceStore store;
        private final Documents documents;
        private final Invocation invocation;

        @Parameters(
                arity = "1..*",
                paramLabel = "FILE",
                description = "File, folder, or - for standard input.")
        private List<String> files = List.of();

        @Option(names = "--dry-run", description = "Only say what would change.")
        private boolean dryRun;

        @Option(
                names = "--yes",
                description = "Also when hosts' own connections to each other would be cut.")
        private boolean yes;

        Run(ResourceStore store, Documents documents, Invocation invocation) {
            this.store = store;
            this.documents = documents;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            List<Document> read = new ArrayList<>();
            ClientTexts.read(invocation, files)
                    .forEach((file, text) -> read.addAll(documents.read(file, text)));
            for (Document document : read) {
                if (!PolicyViews.isOfPolicies(document.kind())) {
                    throw CommandFailed.failed(
                            document.place("kind") + ": kind " + document.kind() + " is no policy",
                            "vibrissa apply -f FILE takes every kind");
                }
            }
            List<Document> wanted =
                    yes ? read.stream().map(Consent::to).toList() : List.copyOf(read);
            ApplyOptions options = dryRun ? ApplyOptions.USER.asDryRun() : ApplyOptions.USER;
            List<ChangeLine> changes =
                    store.apply(wanted, options).stream().map(ChangeLine::of).toList();
            long revision = store.snapshot().revision();
            String note = dryRun ? " (dry run)" : "";
            Map<String, Object> result = new TreeMap<>();
            result.put("changes", changes);
            result.put("revision", revision);
            invocation.print(
                    result,
                    out -> {
                        changes.forEach(change -> out.println(change + note));
                        out.println("Revision: " + revision);
                    });
        }
    }
}
