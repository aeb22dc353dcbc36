package org.vibrissa.flow.internal.cli;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.flow.FlowLedger;
import picocli.CommandLine.Command;

/** {@code vibrissa flows ledger}. */
@Component(service = CommandProvider.class)
public final class FlowsLedger implements CommandProvider {
    private final FlowLedger ledger;

    @Activate
    public FlowsLedger(@Reference FlowLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String path() {
        return "flows ledger";
    }

    @Override
    public String section() {
        return "Flows";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("flows", "Where the events of flows went");
    }

    @Override
    public String example() {
        return "vibrissa flows ledger";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(ledger, invocation);
    }

    @Command(
            description = {
                "Shows where each event went: what the datapath had to tell, what was lost and why,"
                        + " what the log took, what exporters made of it.",
                "Exit code 1 when events are missing that nobody can account for."
            })
    private static final class Run implements java.util.concurrent.Callable<Integer> {
        private final FlowLedger ledger;
        private final Invocation invocation;

        Run(FlowLedger ledger, Invocation invocation) {
            this.ledger = ledger;
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            FlowLedger.Balance balance = ledger.balance();
            invocation.print(balance, out -> LedgerText.print(balance, out));
            return balance.difference() == 0 ? 0 : 1;
        }
    }
}
