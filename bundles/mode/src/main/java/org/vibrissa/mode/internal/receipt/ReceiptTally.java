package org.vibrissa.mode.internal.receipt;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.metrics.Distribution;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;

/** Counts the receipts that this host has signed since the daemon started. Thread safe. */
final class ReceiptTally {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptTally.class);
    private static final MetricFamily RECEIPTS =
            MetricFamily.counter(
                    "vibrissa_swap_receipts",
                    "Changes of bundles (kind bundle) and of modes (kind mode) that ended, by"
                            + " result.",
                    "kind",
                    "result");
    private static final MetricFamily DURATION =
            MetricFamily.histogram(
                    "vibrissa_swap_duration_seconds",
                    "How long a change took from its begin to its receipt.",
                    new double[] {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120},
                    "kind");
    private static final MetricFamily HANDOVER =
            MetricFamily.histogram(
                    "vibrissa_swap_handover_seconds",
                    "How long the map writes took that put a bundle's new stages in force.",
                    new double[] {1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 1e-3, 1e-2});
    private static final MetricFamily DROPPED =
            MetricFamily.counter(
                    "vibrissa_swap_dropped_packets",
                    "Packets that hosts dropped, for any reason, while a mode was changed.");

    static final List<MetricFamily> FAMILIES = List.of(RECEIPTS, DURATION, HANDOVER, DROPPED);

    private final Map<List<String>, Long> results = new TreeMap<>(ReceiptTally::compare);
    private final Map<String, Distribution> durations = new TreeMap<>();
    private final Distribution handovers = new Distribution(HANDOVER);
    private long dropped;

    private static int compare(List<String> a, List<String> b) {
        return a.toString().compareTo(b.toString());
    }

    /** One more receipt, as it was before it was signed. */
    synchronized void add(JsonNode receipt) {
        String kind = receipt.path("kind").asText();
        results.merge(List.of(kind, receipt.path("result").asText()), 1L, Long::sum);
        try {
            Duration took =
                    Duration.between(
                            Instant.parse(receipt.path("startedAt").asText()),
                            Instant.parse(receipt.path("finishedAt").asText()));
            durations
                    .computeIfAbsent(kind, k -> new Distribution(DURATION))
                    .add(took.toNanos() / 1e9);
        } catch (DateTimeException e) {
            LOG.debug("receipt {} does not tell how long it took", receipt.path("id"), e);
        }
        if (receipt.has("handoverMicros")) {
            handovers.add(receipt.path("handoverMicros").asLong() / 1e6);
        }
        for (JsonNode host : receipt.path("hosts")) {
            dropped += host.path("dropped").asLong();
        }
    }

    synchronized void tell(MetricSink sink) {
        results.forEach((key, count) -> sink.put(RECEIPTS, count, key.get(0), key.get(1)));
        durations.forEach((kind, all) -> all.tell(sink, kind));
        handovers.tell(sink);
        sink.put(DROPPED, dropped);
    }
}
