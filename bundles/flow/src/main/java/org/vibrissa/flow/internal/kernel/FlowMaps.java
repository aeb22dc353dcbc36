package org.vibrissa.flow.internal.kernel;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.bpf.RingReader;
import org.vibrissa.flow.internal.bpf.Counts;
import org.vibrissa.flow.internal.bpf.Read;
import org.vibrissa.flow.internal.bpf.Settings;

/**
 * The ring, what the kernel counted, and how far readers got. They outlive bundle and daemon and
 * belong together: a ring of another size begins new books. Thread safe.
 */
@Component(service = FlowMaps.class, configurationPid = RingSettings.PID)
public final class FlowMaps {
    private static final Logger LOG = LoggerFactory.getLogger(FlowMaps.class);
    private static final String OBJECT = "bpf/flow_maps.bpf.o";
    private static final String RING = "vib_flow_ring";
    private static final String COUNTS = "vib_flow_counts";
    private static final String READ = "vib_flow_read";
    private static final String SETTINGS = "vib_flow_settings";
    private static final String[] ALL = {
        RING, COUNTS, READ, SETTINGS, "vib_flow_limits", "vib_path_ring", "vib_watch_counts"
    };
    private static final int SCHEMA = 1;

    private final BpfObject object;
    private final int ringSize;
    private final boolean fresh;
    private final BpfMap<ByteBuffer, ByteBuffer> ring;
    private final BpfMap<Integer, Counts> counts;
    private final BpfMap<Integer, Settings> settings;
    private final ByteBuffer notes;

    /** Adopts the maps of an earlier daemon or makes them. */
    @Activate
    public FlowMaps(@Reference BpfLoader loader, RingSettings settings) {
        this(loader, settings.ring_size());
    }

    FlowMaps(BpfLoader loader, int ringSize) {
        this.ringSize = ringSize;
        dropOtherSize(loader, ringSize);
        fresh = loader.pinned(COUNTS, SCHEMA, PlainCodecs.U32, Counts.CODEC).isEmpty();
        object = loader.load(surviving(OBJECT));
        ring = object.map(RING, PlainCodecs.NONE, PlainCodecs.NONE);
        counts = object.map(COUNTS, PlainCodecs.U32, Counts.CODEC);
        settings = object.map(SETTINGS, PlainCodecs.U32, Settings.CODEC);
        notes = object.map(READ, PlainCodecs.U32, Read.CODEC).memory();
    }

    private static void dropOtherSize(BpfLoader loader, int ringSize) {
        Optional<BpfMap<ByteBuffer, ByteBuffer>> old =
                loader.pinned(RING, SCHEMA, PlainCodecs.NONE, PlainCodecs.NONE);
        if (old.isEmpty() || old.get().info().maxEntries() == ringSize) {
            return;
        }
        LOG.info(
                "the ring of flow events gets {} bytes in place of {}: what waits in it is given up,"
                        + " and the ledger begins anew",
                ringSize,
                old.get().info().maxEntries());
        for (String map : List.of(RING, COUNTS, READ)) {
            loader.unpin(map, SCHEMA);
        }
    }

    /** A request for an object over these very maps. */
    ObjectRequest surviving(String entry) {
        return ObjectRequest.of(entry).maxEntries(RING, ringSize).survive(ALL);
    }

    /**
     * Opens the ring for reading.
     *
     * @throws IllegalStateException while another version of this bundle reads it
     */
    public RingReader openRing() {
        return ring.ring();
    }

    /** Bytes of the ring. */
    public int ringSize() {
        return ringSize;
    }

    /** Two {@code struct vib_flow_read}, in memory shared with the kernel. */
    public ByteBuffer notes() {
        return notes;
    }

    /** What became of events, by CPU. */
    public List<Counts> counts() {
        return counts.perCpu().get(0).orElse(List.of());
    }

    /**
     * Limits events of drops.
     *
     * @param costNanos between two of one reason and CPU; 0 = no limit
     * @param windowNanos worth of them that may come in a row
     */
    synchronized void limitDrops(long costNanos, long windowNanos) {
        Settings now = settings.get(0).orElseThrow();
        settings.put(0, now.withDropCost(costNanos).withDropWindow(windowNanos));
    }

    /** Begins the books, if they are new: what was notable before is none of theirs. */
    synchronized void begin(LongSupplier notable) {
        if (fresh) {
            Settings now = settings.get(0).orElseThrow();
            settings.put(0, now.withBegan(notable.getAsLong()));
        }
    }

    /** Notable packets before the books began. */
    public long began() {
        return settings.get(0).orElseThrow().began();
    }

    @Deactivate
    void deactivate() {
        object.close();
    }
}
