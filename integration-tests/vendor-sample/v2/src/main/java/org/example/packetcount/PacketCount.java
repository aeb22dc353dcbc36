package org.example.packetcount;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.example.packetcount.bpf.Denial;
import org.example.packetcount.bpf.Packets;
import org.example.packetcount.bpf.Subject;
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
@Component(immediate = true, service = PacketCount.class)
public final class PacketCount {
    private static final String NAME = "org.example.packetcount";
    private static final String STAGE = "packetcount";
    private static final String COUNTS = "packetcount_endpoints";
    private static final String DENY = "packetcount_deny";

    /** Layout of the counters in this version, and the one it can take over. */
    private static final int SCHEMA = 2;

    private static final int CONVERTED_SCHEMA = 1;

    private final BpfLoader loader;
    private final Pipeline pipeline;
    private final BpfMap<Integer, Traffic> counts;
    private final BpfMap<Subject, Denial> denials;

    /** Loads the stage, takes the counters over and claims the slot. */
    @Activate
    public PacketCount(@Reference BpfLoader loader, @Reference Pipeline pipeline) {
        this.loader = loader;
        this.pipeline = pipeline;
        int schemaInUse = schemaInUse().orElse(SCHEMA);
        if (schemaInUse != SCHEMA && schemaInUse != CONVERTED_SCHEMA) {
            throw new IllegalStateException(
                    "map %s is in use with layout %d; this version has layout %d and no converter from %d"
                            .formatted(COUNTS, schemaInUse, SCHEMA, schemaInUse));
        }
        // Any other layout is what an interrupted swap left behind.
        loader.pinnedSchemas(COUNTS).stream()
                .filter(schema -> schema != schemaInUse)
                .forEach(schema -> loader.unpin(COUNTS, schema));
        boolean firstTime = loader.pinnedSchemas(DENY).isEmpty();
        BpfObject object =
                loader.load(
                        ObjectRequest.of("bpf/count.bpf.o")
                                .schema(COUNTS, SCHEMA)
                                .survive(COUNTS, DENY));
        try {
            this.counts = object.map(COUNTS, PlainCodecs.U32, Traffic.CODEC);
            this.denials = object.map(DENY, Subject.CODEC, Denial.CODEC);
            Runnable claim = () -> pipeline.claim(new ClaimRequest(object, STAGE));
            if (schemaInUse == SCHEMA) {
                claim.run();
            } else {
                takeOver(claim);
            }
        } catch (RuntimeException e) {
            if (firstTime) {
                loader.unpin(DENY, 1);
            }
            if (firstTime || schemaInUse != SCHEMA) {
                loader.unpin(COUNTS, SCHEMA);
            }
            throw e;
        }
    }

    /** Converts the other version's counters while packets flow; its map is its own to remove. */
    private void takeOver(Runnable claim) {
        BpfMap<Integer, Packets> former =
                loader.pinned(COUNTS, CONVERTED_SCHEMA, PlainCodecs.U32, Packets.CODEC)
                        .orElseThrow();
        loader.migrate(new MapMigration<>(former, counts, new PacketsToTraffic()), claim).close();
    }

    /** When another layout is in use by now this one has been taken over and can go. */
    @Deactivate
    void retire() {
        if (schemaInUse().orElse(SCHEMA) != SCHEMA) {
            loader.unpin(COUNTS, SCHEMA);
        }
    }

    /** Layout of the counters that packets are counted in, or were before the daemon started. */
    private Optional<Integer> schemaInUse() {
        var pinned = loader.pinnedSchemas(COUNTS);
        Optional<Integer> ofStage =
                pipeline.slots().stream()
                        .filter(slot -> slot.slot() == Slots.VENDOR && slot.owner().equals(NAME))
                        .map(SlotInfo::version)
                        .map(version -> Version.parseVersion(version).getMajor())
                        .filter(pinned::contains)
                        .findFirst();
        return ofStage.or(
                () ->
                        pinned.contains(SCHEMA)
                                ? Optional.of(SCHEMA)
                                : pinned.stream().max(Integer::compare));
    }

    /** The counters by endpoint id, summed over the CPUs. */
    Map<Integer, Traffic> counts() {
        Map<Integer, Traffic> sums = new TreeMap<>(Integer::compareUnsigned);
        counts.perCpu()
                .forEach(
                        (endpoint, values) ->
                                sums.put(
                                        endpoint,
                                        values.stream()
                                                .reduce(Traffic.ZERO, PacketsToTraffic::sum)));
        return sums;
    }

    /** What is dropped, and how often it was. */
    Map<Subject, Denial> denials() {
        return denials.entries();
    }

    /** Drops packets of a subject from now on; a rule that is there keeps its count. */
    void deny(Subject subject, int reason) {
        Denial denial = denials.get(subject).orElse(Denial.ZERO).withReason(reason);
        denials.put(subject, denial);
    }

    /** Ends a denial; false when there was none. */
    boolean allow(Subject subject) {
        return denials.delete(subject);
    }
}
