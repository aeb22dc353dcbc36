package org.vibrissa.flow.internal.ledger;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.flow.FlowLedger;
import org.vibrissa.flow.internal.kernel.FlowMaps;
import org.vibrissa.flow.internal.log.FlowMemory;
import org.vibrissa.flow.internal.reader.FlowReader;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** The ledger, the fill of ring and log, and who reads. */
@Component
public final class FlowFigures implements MetricSource {
    private static final MetricFamily NOTABLE =
            MetricFamily.counter(
                    "vibrissa_flow_packets_notable", "Packets that flow events were to tell of.");
    private static final MetricFamily UNSEEN =
            MetricFamily.counter(
                    "vibrissa_flow_packets_unseen",
                    "Notable packets while no flow stage was in force.");
    private static final MetricFamily PRODUCED =
            MetricFamily.counter(
                    "vibrissa_flow_events_produced",
                    "Flow events of the datapath, lost ones included.",
                    "kind");
    private static final MetricFamily DELIVERED =
            MetricFamily.counter(
                    "vibrissa_flow_events_delivered",
                    "Flow events put into the log, by earlier daemons too.");
    private static final MetricFamily LOST =
            MetricFamily.counter(
                            "vibrissa_flow_events_lost",
                            "Flow events that never reached the log.",
                            "cause",
                            "cpu")
                    .like("hubble_lost_events_total");
    private static final MetricFamily DIFFERENCE =
            MetricFamily.gauge(
                    "vibrissa_flow_ledger_difference",
                    "Flow events that nobody can account for; not 0 means a defect.");
    private static final MetricFamily RING_FILL =
            MetricFamily.gauge(
                    "vibrissa_flow_ring_fill_ratio",
                    "Part of the kernel's ring of flow events that is in use, 0 to 1.");
    private static final MetricFamily RING_SIZE =
            MetricFamily.gauge(
                    "vibrissa_flow_ring_size_bytes", "Size of the kernel's ring of flow events.");
    private static final MetricFamily OVERWRITTEN =
            MetricFamily.counter(
                    "vibrissa_flow_log_overwritten",
                    "Flow events of this daemon's log that newer ones have replaced.");
    private static final MetricFamily HELD =
            MetricFamily.gauge("vibrissa_flow_log_events", "Flow events in the log.");
    private static final MetricFamily CAPACITY =
            MetricFamily.gauge("vibrissa_flow_log_capacity", "Flow events that the log holds.");
    private static final MetricFamily READERS =
            MetricFamily.gauge("vibrissa_flow_log_readers", "Who reads the log now.");
    private static final MetricFamily TAKEN =
            MetricFamily.counter(
                    "vibrissa_flow_events_taken",
                    "Flow events that exporters and servers took from the log.",
                    "account",
                    "fate");

    private final Books books;
    private final FlowMaps maps;
    private final FlowMemory log;

    @Activate
    public FlowFigures(
            @Reference Books books, @Reference FlowMaps maps, @Reference FlowMemory log) {
        this.books = books;
        this.maps = maps;
        this.log = log;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(
                NOTABLE,
                UNSEEN,
                PRODUCED,
                DELIVERED,
                LOST,
                DIFFERENCE,
                RING_FILL,
                RING_SIZE,
                OVERWRITTEN,
                HELD,
                CAPACITY,
                READERS,
                TAKEN);
    }

    @Override
    public void collect(MetricSink sink) {
        FlowLedger.Balance balance = books.balance();
        collectKernel(sink, balance, books.kernel());
        sink.put(DELIVERED, balance.delivered());
        sink.put(DIFFERENCE, balance.difference());
        sink.put(
                RING_FILL,
                Math.min(1.0, (double) balance.pending() * FlowReader.RECORD / maps.ringSize()));
        sink.put(RING_SIZE, maps.ringSize());
        sink.put(OVERWRITTEN, balance.overwritten());
        sink.put(HELD, balance.held());
        sink.put(CAPACITY, log.capacity());
        sink.put(READERS, log.readers().size());
        for (FlowLedger.Account account : balance.accounts()) {
            sink.put(TAKEN, account.reading().sent(), account.name(), "sent");
            sink.put(TAKEN, account.reading().filtered(), account.name(), "filtered");
            sink.put(TAKEN, account.reading().dropped(), account.name(), "dropped");
        }
    }

    private static void collectKernel(
            MetricSink sink, FlowLedger.Balance balance, KernelTotals kernel) {
        sink.put(NOTABLE, balance.notable());
        sink.put(UNSEEN, balance.unseen());
        sink.put(PRODUCED, kernel.traces(), "trace");
        sink.put(PRODUCED, kernel.drops(), "drop");
        sink.put(PRODUCED, kernel.verdicts(), "policy-verdict");
        for (FlowLedger.Loss loss : balance.lost()) {
            sink.put(
                    LOST,
                    loss.events(),
                    loss.cause(),
                    loss.cpu() < 0 ? "any" : Integer.toString(loss.cpu()));
        }
    }
}
