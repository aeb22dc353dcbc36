package org.vibrissa.flow.internal.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.vibrissa.datapath.NotablePackets;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.FlowAccounts;
import org.vibrissa.flow.FlowLedger;
import org.vibrissa.flow.internal.kernel.FlowMaps;
import org.vibrissa.flow.internal.log.FlowMemory;
import org.vibrissa.flow.internal.reader.FlowReader;
import org.vibrissa.flow.internal.reader.FlowReader.Progress;

/**
 * Reads all counters until they are of one moment, or as close to it as running packets let them.
 */
@Component(service = {FlowLedger.class, Books.class})
public final class Books implements FlowLedger {
    private static final int READINGS = 16;
    private static final int NO_CPU = -1;

    private final FlowMaps maps;
    private final FlowReader reader;
    private final FlowMemory log;
    private final NotablePackets notable;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            cardinality = ReferenceCardinality.MULTIPLE,
            fieldOption = FieldOption.REPLACE)
    private volatile List<FlowAccount> single = List.of();

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            cardinality = ReferenceCardinality.MULTIPLE,
            fieldOption = FieldOption.REPLACE)
    private volatile List<FlowAccounts> several = List.of();

    @Activate
    public Books(
            @Reference FlowMaps maps,
            @Reference FlowReader reader,
            @Reference FlowMemory log,
            @Reference NotablePackets notable) {
        this.maps = maps;
        this.reader = reader;
        this.log = log;
        this.notable = notable;
    }

    /** One reading of the kernel's and the reader's figures. */
    private record Reading(
            KernelTotals kernel, Progress progress, long pending, Difference difference) {}

    @Override
    public Balance balance() {
        Reading best = read();
        for (int i = 1; i < READINGS && !best.difference().exact(); i++) {
            Reading next = read();
            if (next.difference().betterThan(best.difference())) {
                best = next;
            }
        }
        return balance(best);
    }

    private Reading read() {
        KernelTotals before = KernelTotals.of(maps.counts());
        Progress first = reader.progress();
        Progress second = reader.progress();
        KernelTotals after = KernelTotals.of(maps.counts());
        long taken = second.delivered() + second.unknown() + second.malformed();
        if (!second.reads()) {
            long pending = Math.max(0, after.written() - taken);
            return new Reading(after, second, pending, new Difference(0, false));
        }
        long pending = second.pending() / FlowReader.RECORD;
        return new Reading(
                after,
                second,
                pending,
                Difference.of(
                        before.written(),
                        taken,
                        pending,
                        second.settledSince(first),
                        after.written(),
                        after.cpus()));
    }

    /**
     * Notable packets that came to no stage. Each reading tells at least how many: some have been
     * marked and are still on their way to the stage, or came there between the two look-ups.
     */
    private long unseen() {
        long atLeast = 0;
        for (int i = 0; i < READINGS; i++) {
            long marked = notable.count() - maps.began();
            atLeast = Math.max(atLeast, marked - KernelTotals.of(maps.counts()).seen());
        }
        return atLeast;
    }

    private Balance balance(Reading reading) {
        long unseen = unseen();
        long seen = reading.kernel().seen();
        Progress progress = reading.progress();
        List<Loss> lost = new ArrayList<>(reading.kernel().lost());
        add(lost, "unknown-version", progress.unknown());
        add(lost, "malformed", progress.malformed());
        long written = log.written();
        long held = Math.min(written, log.capacity());
        return new Balance(
                seen + unseen,
                seen,
                unseen,
                reading.kernel().produced(),
                progress.delivered(),
                lost,
                reading.pending(),
                written,
                written - held,
                held,
                readAccounts(),
                reading.difference().events());
    }

    /** One for each name: while a bundle is swapped there may be two. */
    private List<Account> readAccounts() {
        Map<String, FlowAccount.Reading> readings = new LinkedHashMap<>();
        Stream.concat(
                        single.stream(),
                        several.stream().flatMap(service -> service.accounts().stream()))
                .forEach(
                        account ->
                                readings.merge(
                                        account.name(), account.read(), FlowAccount.Reading::plus));
        return readings.entrySet().stream()
                .map(each -> new Account(each.getKey(), each.getValue()))
                .toList();
    }

    /** Events that were produced, by kind. */
    KernelTotals kernel() {
        return KernelTotals.of(maps.counts());
    }

    private static void add(List<Loss> lost, String cause, long events) {
        if (events != 0) {
            lost.add(new Loss(cause, NO_CPU, events));
        }
    }
}
