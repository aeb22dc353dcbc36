package org.vibrissa.flow.internal.names;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.SlotInfo;
import org.vibrissa.datapath.Slots;

/**
 * Which bundle's stage stands where. Nobody tells when a slot gets another owner, which is rare, so
 * it is looked up from time to time. While the datapath's bundle is changed, what was last known
 * holds.
 */
@Component(service = StageOwners.class)
public final class StageOwners {
    /** Longest time between two looks. */
    static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Standing ROOT = new Standing("vib_root", "org.vibrissa.datapath");
    private static final int LIMIT = 1024;

    /**
     * Who stands in a slot.
     *
     * @param program the stage's name in C
     * @param owner symbolic name of its bundle
     */
    public record Standing(String program, String owner) {}

    private final History<Integer, Standing> owners =
            new History<>(WallClock::nanos, PERIOD_NANOS, LIMIT);
    private Set<Integer> held = new HashSet<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Pipeline pipeline;

    /** Who stands where is looked up in the pipeline, once there is one. */
    public StageOwners() {}

    /** One over this pipeline, for tests. */
    StageOwners(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    private static int place(int chain, int slot) {
        return chain * Slots.COUNT + slot;
    }

    /** Looks who stands where now. */
    public synchronized void look() {
        Pipeline now = pipeline;
        if (now == null) {
            return;
        }
        Set<Integer> seen = new HashSet<>();
        for (SlotInfo slot : now.slots()) {
            if (!slot.owner().isEmpty()) {
                int place = place(slot.chain().ordinal(), slot.slot());
                owners.put(place, new Standing(slot.stage(), slot.owner()));
                seen.add(place);
            }
        }
        held.removeAll(seen);
        held.forEach(owners::remove);
        held = seen;
        owners.opened();
    }

    /** Who stood there then; slot 32 is the root itself. */
    public Optional<Standing> of(int chain, int slot, long time) {
        return slot == Slots.COUNT ? Optional.of(ROOT) : owners.at(place(chain, slot), time);
    }

    void prune(long time) {
        owners.prune(time);
    }

    void rebase() {
        owners.rebase();
    }
}
