package org.example.packetcount;

import java.util.Optional;
import org.example.packetcount.bpf.Packets;
import org.example.packetcount.bpf.Traffic;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.MapMigration;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.datapath.ClaimRequest;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.SlotInfo;
import org.vibrissa.datapath.Slots;

/**
 * Counts packets and bytes per endpoint and drops what is denied, in slot 17.
 *
 * <p>The counters outlive the bundle and the daemon. Their layout changes with the major version
 * only, so the version that stands in the slot tells which map is the one in use.
 */
@Component(
        immediate = true,
        service = {})
public final class PacketCount {
    private static final String NAME = "org.example.packetcount";
    private static final String STAGE = "packetcount";

    /** The layout that this version can take over; the manifest says so too. */
    private static final int CONVERTED_SCHEMA = 1;

    private final BpfLoader loader;
    private final Pipeline pipeline;

    /** Loads the stage, takes the counters over and claims the slot. */
    @Activate
    public PacketCount(@Reference BpfLoader loader, @Reference Pipeline pipeline) {
        this.loader = loader;
        this.pipeline = pipeline;
        int schemaInUse = schemaInUse().orElse(Counters.SCHEMA);
        // Any other layout is what an interrupted swap left behind.
        loader.pinnedSchemas(Counters.MAP).stream()
                .filter(schema -> schema != schemaInUse)
                .forEach(schema -> loader.unpin(Counters.MAP, schema));
        boolean firstTime = loader.pinnedSchemas(Denials.MAP).isEmpty();
        BpfObject object =
                loader.load(
                        ObjectRequest.of("bpf/count.bpf.o")
                                .schema(Counters.MAP, Counters.SCHEMA)
                                .survive(Counters.MAP, Denials.MAP));
        try {
            Runnable claim = () -> pipeline.claim(new ClaimRequest(object, STAGE));
            if (schemaInUse == Counters.SCHEMA) {
                claim.run();
            } else {
                takeOver(object, claim);
            }
        } catch (RuntimeException e) {
            if (firstTime) {
                loader.unpin(Denials.MAP, Denials.SCHEMA);
            }
            if (firstTime || schemaInUse != Counters.SCHEMA) {
                loader.unpin(Counters.MAP, Counters.SCHEMA);
            }
            throw e;
        }
    }

    /** Converts the other version's counters while packets flow; its map is its own to remove. */
    private void takeOver(BpfObject object, Runnable claim) {
        BpfMap<Integer, Packets> former =
                loader.pinned(Counters.MAP, CONVERTED_SCHEMA, PlainCodecs.U32, Packets.CODEC)
                        .orElseThrow();
        BpfMap<Integer, Traffic> counters =
                object.map(Counters.MAP, PlainCodecs.U32, Traffic.CODEC);
        loader.migrate(new MapMigration<>(former, counters, new PacketsToTraffic()), claim).close();
    }

    /** When another layout is in use by now this one has been taken over and can go. */
    @Deactivate
    void retire() {
        if (schemaInUse().orElse(Counters.SCHEMA) != Counters.SCHEMA) {
            loader.unpin(Counters.MAP, Counters.SCHEMA);
        }
    }

    /** Layout of the counters that packets are counted in, or were before the daemon started. */
    private Optional<Integer> schemaInUse() {
        var pinned = loader.pinnedSchemas(Counters.MAP);
        Optional<Integer> ofStage =
                pipeline.slots().stream()
                        .filter(slot -> slot.slot() == Slots.VENDOR && slot.owner().equals(NAME))
                        .map(SlotInfo::version)
                        .map(version -> Version.parseVersion(version).getMajor())
                        .filter(pinned::contains)
                        .findFirst();
        return ofStage.or(
                () ->
                        pinned.contains(Counters.SCHEMA)
                                ? Optional.of(Counters.SCHEMA)
                                : pinned.stream().max(Integer::compare));
    }
}
