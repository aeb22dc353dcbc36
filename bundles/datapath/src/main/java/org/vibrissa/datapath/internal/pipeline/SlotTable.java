package org.vibrissa.datapath.internal.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.ClaimRefused;

/**
 * The slots and who stands in them. Each slot holds a stack: a new version of a bundle stands on
 * the earlier one, and when it goes while that one is still there, the earlier one is in force
 * again.
 *
 * <p>All methods are serialised. A slot is overwritten, never cleared, until {@link #compact()}.
 */
final class SlotTable {
    private final Map<Chain, ChainArray> arrays = new EnumMap<>(Chain.class);
    private final Map<Place, Deque<Stage>> stages = new TreeMap<>();
    private final NoopStages noops;
    private final OwnerFile file;

    /**
     * Takes over what an earlier daemon left: a slot that the kernel fills and the file names keeps
     * its owner.
     */
    SlotTable(Map<Chain, ChainArray> arrays, NoopStages noops, OwnerFile file) {
        this.arrays.putAll(arrays);
        this.noops = noops;
        this.file = file;
        Map<Place, Stage> recorded = file.read();
        arrays.forEach(
                (chain, array) ->
                        array.programIds()
                                .keySet()
                                .forEach(slot -> adopt(new Place(chain, slot), recorded)));
    }

    private void adopt(Place place, Map<Place, Stage> recorded) {
        Stage stage = recorded.getOrDefault(place, Stage.nobody("vib_noop"));
        stages.computeIfAbsent(place, p -> new ArrayDeque<>()).push(stage);
    }

    /**
     * Whether {@code owner} may claim.
     *
     * @throws ClaimRefused naming the holder
     */
    synchronized void checkFree(Set<Chain> chains, int slot, String owner) {
        for (Chain chain : chains) {
            Place place = new Place(chain, slot);
            Optional<Stage> holder = top(place).filter(s -> !s.owner().isEmpty());
            if (holder.isPresent() && !holder.get().owner().equals(owner)) {
                throw new ClaimRefused(
                        ClaimRefused.Cause.SLOT_HELD,
                        "%s is held by %s %s (program %s); stop that bundle or claim another slot"
                                .formatted(
                                        place,
                                        holder.get().owner(),
                                        holder.get().version(),
                                        holder.get().name()));
            }
        }
    }

    /** Puts a stage in force on top of what stands there; all chains or none. */
    synchronized void push(Set<Chain> chains, int slot, Stage stage) {
        checkFree(chains, slot, stage.owner());
        List<Place> places = places(chains, slot);
        write(places, stage);
        for (Place place : places) {
            Deque<Stage> stack = stages.computeIfAbsent(place, p -> new ArrayDeque<>());
            stack.removeIf(s -> s.program().isEmpty());
            stack.push(stage);
        }
        save();
    }

    /** Puts {@code next} where {@code old} stands, in force or not. */
    synchronized void replace(Set<Chain> chains, int slot, Stage old, Stage next) {
        List<Place> inForce =
                places(chains, slot).stream().filter(p -> top(p).orElse(null) == old).toList();
        write(inForce, next);
        for (Place place : places(chains, slot)) {
            List<Stage> reordered = new ArrayList<>(stages.get(place));
            reordered.replaceAll(s -> s == old ? next : s);
            stages.put(place, new ArrayDeque<>(reordered));
        }
        save();
    }

    /** Nobody holds a stage any more, but it runs: until its owner puts another there. */
    synchronized void orphan(Set<Chain> chains, int slot, Stage stage) {
        Stage left = Stage.adopted(stage.owner(), stage.version(), stage.name(), stage.provides());
        for (Place place : places(chains, slot)) {
            List<Stage> stack = new ArrayList<>(stages.getOrDefault(place, new ArrayDeque<>()));
            stack.replaceAll(s -> s == stage ? left : s);
            stages.put(place, new ArrayDeque<>(stack));
        }
    }

    /** Takes a stage away; what stood below it is in force again, else the no-op. */
    synchronized void remove(Set<Chain> chains, int slot, Stage stage) {
        for (Place place : places(chains, slot)) {
            Deque<Stage> stack = stages.getOrDefault(place, new ArrayDeque<>());
            boolean wasInForce = stack.peek() == stage;
            stack.remove(stage);
            if (wasInForce) {
                Optional<BpfProgram> below = top(place).flatMap(Stage::program);
                arrays.get(place.chain())
                        .set(place.slot(), below.orElseGet(() -> noops.forSlot(slot)));
            }
        }
        save();
    }

    /** Puts the no-op wherever a stage of {@code owner} is in force; returns how many places. */
    synchronized int evict(String owner) {
        int places = 0;
        for (Map.Entry<Place, Deque<Stage>> entry : stages.entrySet()) {
            Place place = entry.getKey();
            boolean inForce = top(place).filter(s -> s.owner().equals(owner)).isPresent();
            entry.getValue().removeIf(s -> s.owner().equals(owner));
            if (inForce) {
                arrays.get(place.chain()).set(place.slot(), noops.forSlot(place.slot()));
                places++;
            }
        }
        save();
        return places;
    }

    /** Clears slots whose no-op stage has nobody behind it. Takes tens of ms a slot. */
    synchronized int compact() {
        List<Place> idle =
                stages.entrySet().stream()
                        .filter(e -> e.getValue().stream().allMatch(s -> s.owner().isEmpty()))
                        .map(Map.Entry::getKey)
                        .toList();
        for (Place place : idle) {
            arrays.get(place.chain()).clear(place.slot());
            stages.remove(place);
        }
        return idle.size();
    }

    /** Which stage is in force in each slot that is not empty; a no-op has an empty owner. */
    synchronized Map<Place, Stage> inForce() {
        Map<Place, Stage> result = new TreeMap<>();
        stages.forEach(
                (place, stack) ->
                        result.put(
                                place,
                                stack.isEmpty()
                                        ? Stage.nobody("vib_noop_" + place.slot())
                                        : stack.peek()));
        return result;
    }

    /** What the stages in force provide, a bit mask by place. */
    Map<Place, Integer> provided() {
        Map<Place, Integer> result = new TreeMap<>();
        inForce().forEach((place, stage) -> result.put(place, stage.provides()));
        return result;
    }

    ChainArray array(Chain chain) {
        return arrays.get(chain);
    }

    private void write(List<Place> places, Stage stage) {
        BpfProgram program = stage.program().orElseThrow();
        List<Place> written = new ArrayList<>();
        long begun = System.nanoTime();
        try {
            for (Place place : places) {
                arrays.get(place.chain()).set(place.slot(), program);
                written.add(place);
            }
            stage.wroteIn(System.nanoTime() - begun);
        } catch (RuntimeException e) {
            for (Place place : written) {
                BpfProgram before =
                        top(place)
                                .flatMap(Stage::program)
                                .orElseGet(() -> noops.forSlot(place.slot()));
                arrays.get(place.chain()).set(place.slot(), before);
            }
            throw e;
        }
    }

    private Optional<Stage> top(Place place) {
        return Optional.ofNullable(stages.get(place)).map(Deque::peek);
    }

    private static List<Place> places(Set<Chain> chains, int slot) {
        return chains.stream().sorted().map(chain -> new Place(chain, slot)).toList();
    }

    private void save() {
        file.write(inForce());
    }
}
