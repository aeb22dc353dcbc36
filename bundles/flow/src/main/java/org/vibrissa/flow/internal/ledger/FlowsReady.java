package org.vibrissa.flow.internal.ledger;

import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.flow.FlowLedger;
import org.vibrissa.flow.internal.log.FlowMemory;
import org.vibrissa.flow.internal.reader.FlowReader;
import org.vibrissa.runtime.ReadyCheck;

/** The Flows row of {@code vibrissa status}: whether events are read, and how many were lost. */
@Component
public final class FlowsReady implements ReadyCheck {
    private final Books books;
    private final FlowMemory log;
    private final FlowReader reader;

    @Activate
    public FlowsReady(
            @Reference Books books, @Reference FlowMemory log, @Reference FlowReader reader) {
        this.books = books;
        this.log = log;
        this.reader = reader;
    }

    @Override
    public String name() {
        return "Flows";
    }

    @Override
    public Optional<String> pending() {
        return reader.progress().reads()
                ? Optional.empty()
                : Optional.of("the ring of flow events is not read");
    }

    @Override
    public String summary() {
        FlowLedger.Balance balance = books.balance();
        long lost = balance.lost().stream().mapToLong(FlowLedger.Loss::events).sum();
        String events =
                String.format(
                        Locale.ROOT,
                        "%,d of %,d events, %.1f/s, %,d lost",
                        balance.held(),
                        log.capacity(),
                        log.rate(),
                        lost);
        if (balance.difference() != 0) {
            return "NOT balanced (" + events + "): vibrissa flows ledger";
        }
        return pending().map(why -> why + " (" + events + ")").orElse("OK (" + events + ")");
    }
}
