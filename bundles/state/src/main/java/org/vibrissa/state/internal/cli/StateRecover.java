package org.vibrissa.state.internal.cli;

import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StateException;
import org.vibrissa.state.StoreHealth;
import org.vibrissa.state.StoreRecovery;
import org.vibrissa.state.StoreRecovery.Candidate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code vibrissa state recover}: says what is corrupt, and on request goes back to what is not.
 */
@Component(service = CommandProvider.class)
public final class StateRecover extends StateCommand {
    private final ResourceStore store;
    private final StoreRecovery recovery;

    @Activate
    public StateRecover(@Reference ResourceStore store, @Reference StoreRecovery recovery) {
        super("recover");
        this.store = store;
        this.recovery = recovery;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(store, recovery, invocation);
    }

    @Command(
            description =
                    "Shows what is wrong with the store and what it could go back to; with an ID,"
                            + " goes back to that. The corrupt files are kept.")
    private static final class Run implements Runnable {
        private final ResourceStore store;
        private final StoreRecovery recovery;
        private final Invocation invocation;

        @Parameters(
                paramLabel = "ID",
                arity = "0..1",
                description = "One of the listed; without it, nothing changes")
        private String id;

        Run(ResourceStore store, StoreRecovery recovery, Invocation invocation) {
            this.store = store;
            this.recovery = recovery;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            if (id == null) {
                list();
            } else {
                recover();
            }
        }

        private void list() {
            List<Candidate> candidates = recovery.candidates();
            if (!recovery.problem().isEmpty()) {
                invocation.err().println(recovery.problem());
            }
            invocation.print(
                    Table.of(candidates)
                            .column("ID", "id", Candidate::id)
                            .column("REVISION", "revision", Candidate::revision)
                            .column("RESOURCES", "resources", Candidate::resources)
                            .column("DESCRIPTION", "description", Candidate::description)
                            .whenEmpty(
                                    recovery.problem().isEmpty()
                                            ? "Nothing is wrong with the store."
                                            : "There is nothing to go back to."));
            if (!candidates.isEmpty()) {
                invocation
                        .err()
                        .println("To go back: vibrissa state recover " + candidates.get(0).id());
            }
        }

        private void recover() {
            try {
                recovery.recover(id);
            } catch (StateException e) {
                throw CommandFailed.failed(e.getMessage(), "vibrissa state recover").causedBy(e);
            }
            StoreHealth health = store.health();
            invocation.print(
                    Map.of(
                            "recovered", id,
                            "resources", health.resources(),
                            "revision", health.revision()),
                    out ->
                            out.printf(
                                    "went back to %s: %d resources, revision %d%n",
                                    id, health.resources(), health.revision()));
        }
    }
}
