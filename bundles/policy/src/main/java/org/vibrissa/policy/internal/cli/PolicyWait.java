package org.vibrissa.policy.internal.cli;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.policy.internal.document.DocumentView;
import org.vibrissa.policy.internal.document.PolicyViews;
import org.vibrissa.state.Phase;
import org.vibrissa.state.ResourceStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa policy wait}. */
@Component(service = CommandProvider.class)
public final class PolicyWait extends PolicyCommand {
    private static final long POLL_MS = 20;

    private final PolicyViews views;
    private final ResourceStore store;

    @Activate
    public PolicyWait(@Reference PolicyViews views, @Reference ResourceStore store) {
        super("policy wait", "vibrissa policy wait 42 --timeout 10");
        this.views = views;
        this.store = store;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(views, store, invocation);
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Command(
            description = {
                "Waits until every policy is in force on this host as it is stored.",
                "Rules that wait for another bundle do not keep it waiting."
            })
    private static final class Run implements Runnable {
        private final PolicyViews views;
        private final ResourceStore store;
        private final Invocation invocation;

        @Parameters(
                arity = "0..1",
                paramLabel = "REVISION",
                defaultValue = "0",
                description = "As policy import prints it: the store must have come that far.")
        private long revision;

        @Option(
                names = "--timeout",
                paramLabel = "SECONDS",
                defaultValue = "60",
                description = "How long (default: 60).")
        private int timeout;

        Run(PolicyViews views, ResourceStore store, Invocation invocation) {
            this.views = views;
            this.store = store;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            long end = System.nanoTime() + timeout * 1_000_000_000L;
            List<String> open = open();
            while (!open.isEmpty() && System.nanoTime() < end && !invocation.cancelled()) {
                pause();
                open = open();
            }
            if (!open.isEmpty()) {
                throw CommandFailed.failed(
                        "not in force after " + timeout + " s:\n  " + String.join("\n  ", open),
                        "vibrissa policy list");
            }
            invocation.out().println("Revision: " + store.snapshot().revision());
        }

        private static void pause() {
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CommandFailed.failed("interrupted", "").causedBy(e);
            }
        }

        /** What is not in force yet, and why. */
        private List<String> open() {
            List<String> open = new ArrayList<>();
            long now = store.snapshot().revision();
            if (now < revision) {
                open.add("the store is at revision " + now + ", not " + revision);
            }
            for (DocumentView view : views.list()) {
                if (view.phase().equals(Phase.FAILED.label())) {
                    throw CommandFailed.failed(
                            view.title() + ": " + view.status(), "vibrissa policy list");
                }
                if (view.inForce() != view.generation()) {
                    open.add(view.title() + ": " + view.status());
                }
            }
            return open;
        }
    }
}
