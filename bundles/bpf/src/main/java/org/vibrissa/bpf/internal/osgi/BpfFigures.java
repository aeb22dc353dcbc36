package org.vibrissa.bpf.internal.osgi;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfInventory;
import org.vibrissa.bpf.internal.map.MapCensus;
import org.vibrissa.bpf.internal.own.Inventory;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** What the daemon has in the kernel's BPF, and how full its maps are. */
@Component
public final class BpfFigures implements MetricSource {
    private static final MetricFamily PROGRAMS =
            MetricFamily.gauge("vibrissa_bpf_programs", "Loaded programs, by owner.", "owner");
    private static final MetricFamily MAPS =
            MetricFamily.gauge("vibrissa_bpf_maps", "Maps in use, by owner.", "owner");
    private static final MetricFamily LINKS =
            MetricFamily.gauge("vibrissa_bpf_links", "Attachments, by owner.", "owner");
    private static final MetricFamily ENTRIES =
            MetricFamily.gauge(
                    "vibrissa_bpf_map_entries",
                    "Entries of a pinned map, as last counted: by a walk now and then.",
                    "map_name",
                    "owner");
    private static final MetricFamily CAPACITY =
            MetricFamily.gauge(
                            "vibrissa_bpf_map_capacity",
                            "Entries that a pinned map holds at most.",
                            "map_name",
                            "owner")
                    .like("cilium_bpf_map_capacity");
    private static final MetricFamily PRESSURE =
            MetricFamily.gauge(
                            "vibrissa_bpf_map_pressure",
                            "Entries to capacity, from 0 to 1.",
                            "map_name",
                            "owner")
                    .like("cilium_bpf_map_pressure");

    private final Inventory inventory;
    private final MapCensus census;

    @Activate
    public BpfFigures(@Reference NodeComponent node) {
        inventory = new Inventory(node.node());
        census = new MapCensus(inventory::openMaps);
    }

    @Deactivate
    void stop() {
        census.close();
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(PROGRAMS, MAPS, LINKS, ENTRIES, CAPACITY, PRESSURE);
    }

    @Override
    public void collect(MetricSink sink) {
        byOwner(sink, PROGRAMS, inventory.programs().stream().map(p -> p.owner()).toList());
        byOwner(sink, LINKS, inventory.links().stream().map(l -> l.owner()).toList());
        List<BpfInventory.MapItem> maps = inventory.maps();
        byOwner(sink, MAPS, maps.stream().map(m -> m.owner()).toList());
        Map<Integer, Long> entries = census.entries();
        Map<String, BpfInventory.MapItem> pinned = new TreeMap<>();
        for (BpfInventory.MapItem map : maps) {
            if (map.info().pin().isPresent() && MapCensus.counts(map.info())) {
                pinned.put(map.info().name() + " " + map.owner(), map);
            }
        }
        pinned.values().forEach(map -> fill(sink, map, entries));
    }

    private static void fill(
            MetricSink sink, BpfInventory.MapItem map, Map<Integer, Long> entries) {
        String name = map.info().name();
        int capacity = map.info().maxEntries();
        sink.put(CAPACITY, capacity, name, map.owner());
        Long counted = entries.get(map.info().id());
        if (counted != null) {
            sink.put(ENTRIES, counted, name, map.owner());
            sink.put(PRESSURE, (double) counted / capacity, name, map.owner());
        }
    }

    private static void byOwner(MetricSink sink, MetricFamily family, List<String> owners) {
        Map<String, Long> counts = new TreeMap<>();
        owners.forEach(owner -> counts.merge(owner, 1L, Long::sum));
        counts.forEach((owner, count) -> sink.put(family, count, owner));
    }
}
