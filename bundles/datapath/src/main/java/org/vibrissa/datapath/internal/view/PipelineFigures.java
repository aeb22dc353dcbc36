package org.vibrissa.datapath.internal.view;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.Attachments;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.SlotInfo;
import org.vibrissa.datapath.Slots;
import org.vibrissa.datapath.internal.bpf.Scratch;
import org.vibrissa.datapath.internal.core.CoreObjects;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** What goes through the chains, and what each stage costs. */
@Component
public final class PipelineFigures implements MetricSource {
    private static final MetricFamily PACKETS =
            MetricFamily.counter(
                            "vibrissa_chain_packets",
                            "Packets that entered a chain: ep from endpoints, dlv toward them, net"
                                    + " from other hosts, host from this one.",
                            "chain")
                    .like("cilium_forward_count_total");
    private static final MetricFamily BYTES =
            MetricFamily.counter("vibrissa_chain_bytes", "Their bytes.", "chain")
                    .like("cilium_forward_bytes_total");
    private static final MetricFamily HITS =
            MetricFamily.counter(
                    "vibrissa_slot_packets",
                    "Packets that ran the stage in a slot.",
                    "chain",
                    "slot",
                    "stage",
                    "owner");
    private static final MetricFamily COST =
            MetricFamily.gauge(
                    "vibrissa_slot_packet_seconds",
                    "Mean time of the stage for a packet, of those that were timed since the counters"
                            + " were made.",
                    "chain",
                    "slot",
                    "stage",
                    "owner");
    private static final MetricFamily ROOTS =
            MetricFamily.gauge(
                    "vibrissa_roots_attached",
                    "Devices that a chain's root program is attached to.",
                    "chain",
                    "form");

    private final Pipeline pipeline;
    private final Attachments attachments;
    private final CoreObjects core;

    @Activate
    public PipelineFigures(
            @Reference Pipeline pipeline,
            @Reference Attachments attachments,
            @Reference CoreObjects core) {
        this.pipeline = pipeline;
        this.attachments = attachments;
        this.core = core;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(PACKETS, BYTES, HITS, COST, ROOTS);
    }

    @Override
    public void collect(MetricSink sink) {
        List<Scratch> perCpu = core.tables().scratch().perCpu().get(0).orElse(List.of());
        for (Chain chain : Chain.values()) {
            int at = chain.ordinal();
            sink.put(PACKETS, perCpu.stream().mapToLong(s -> s.packets()[at]).sum(), chain.label());
            sink.put(BYTES, perCpu.stream().mapToLong(s -> s.bytes()[at]).sum(), chain.label());
        }
        for (SlotInfo slot : pipeline.slots()) {
            if (!slot.owner().isEmpty()) {
                String[] labels = {
                    slot.chain().label(),
                    Integer.toString(slot.slot()),
                    Slots.name(slot.slot()),
                    slot.owner()
                };
                sink.put(HITS, slot.hits(), labels);
                sink.put(COST, slot.nanosPerPacket() / 1e9, labels);
            }
        }
        roots().forEach(
                        (chain, forms) ->
                                forms.forEach(
                                        (form, count) ->
                                                sink.put(ROOTS, count, chain.label(), form)));
    }

    private Map<Chain, Map<String, Long>> roots() {
        Map<Chain, Map<String, Long>> roots = new EnumMap<>(Chain.class);
        for (Attachments.Attachment root : attachments.list()) {
            roots.computeIfAbsent(root.chain(), c -> new TreeMap<>())
                    .merge(root.form(), 1L, Long::sum);
        }
        return roots;
    }
}
