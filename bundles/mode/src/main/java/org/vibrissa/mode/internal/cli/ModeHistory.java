package org.vibrissa.mode.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.mode.internal.receipt.Receipts;
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
            List<JsonNode> all = receipts.list().stream().map(r -> r.path("receipt")).toList();
            invocation.print(
                    Table.of(all)
                            .column("CHANGE", "id", r -> r.path("id").asText())
                            .column("GROUP", "group", r -> r.path("group").asText())
                            .column("FROM", "from", r -> r.path("from").asText())
                            .column("TO", "to", r -> r.path("to").asText())
                            .column("RESULT", "result", r -> r.path("result").asText())
                            .column("ON", "node", r -> r.path("node").asText())
                            .column(
                                    "STARTED",
                                    "startedAt",
                                    r -> Instant.parse(r.path("startedAt").asText()))
                            .column("COMMIT MS", "commitMs", r -> r.get("commitMs"))
                            .column("ROLLBACK MS", "rollbackMs", r -> r.get("rollbackMs"))
                            .column("REASON", "reason", r -> r.path("reason").asText())
                            .whenEmpty("No mode was changed yet."));
        }
    }
}
