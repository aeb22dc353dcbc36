package org.vibrissa.mode.internal.cli;

import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.mode.internal.receipt.Receipts;
import org.vibrissa.mode.internal.view.ChangeRow;
import picocli.CommandLine.Command;

/** {@code vibrissa mode history}. */
@Component(service = CommandProvider.class)
public final class ModeHistory extends ModeCommand {
    private final Receipts receipts;

    @Activate
    public ModeHistory(@Reference Receipts receipts) {
        super("mode history", "vibrissa mode history -o json");
        this.receipts = receipts;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(receipts, invocation);
    }

    @Command(description = "Lists changes of modes that are over, the newest first.")
    private record Run(Receipts receipts, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(ChangeRow.list(receipts))
                            .column("CHANGE", "id", ChangeRow::id)
                            .column("GROUP", "group", ChangeRow::group)
                            .column("FROM", "from", ChangeRow::from)
                            .column("TO", "to", ChangeRow::to)
                            .column("RESULT", "result", ChangeRow::result)
                            .column("ON", "node", ChangeRow::node)
                            .column("STARTED", "startedAt", r -> Instant.parse(r.startedAt()))
                            .column("COMMIT MS", "commitMs", ChangeRow::commitMs)
                            .column("ROLLBACK MS", "rollbackMs", ChangeRow::rollbackMs)
                            .column("REASON", "reason", ChangeRow::reason)
                            .whenEmpty("No mode was changed yet."));
        }
    }
}
