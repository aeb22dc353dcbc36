package org.vibrissa.overlay.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.DualWriteWindow;

/**
 * The start of this release over the maps of another one: those whose layout differs are converted
 * while the stages are replaced. When that fails the pins it made go, and the other's stay.
 */
final class TakeOver {
    private final BpfLoader loader;
    private final List<Step> steps = new ArrayList<>();

    private record Step(OwnMap<?, ?> map, Migrate migrate) {}

    private interface Migrate {
        DualWriteWindow run(BpfObject object, Runnable switchOver);
    }

    /**
     * Looks at the maps that are there.
     *
     * @param stages program ids of the overlay's stages in the slots
     */
    TakeOver(BpfLoader loader, Collection<OwnMap<?, ?>> maps, Collection<Integer> stages) {
        this.loader = loader;
        maps.forEach(map -> plan(map, stages));
    }

    private <K, V> void plan(OwnMap<K, V> map, Collection<Integer> stages) {
        map.toTakeOver(loader, stages).ifPresent(former -> steps.add(step(map, former)));
    }

    private <F, G, K, V> Step step(OwnMap<K, V> map, Former<F, G, K, V> former) {
        return new Step(
                map,
                (object, switchOver) -> {
                    BpfMap<K, V> to = map.of(object);
                    return former.migrate(loader, map.name(), to, switchOver);
                });
    }

    /** Does the switch with all conversions around it. */
    void run(BpfObject object, Runnable switchOver) {
        List<DualWriteWindow> open = new ArrayList<>();
        Runnable whole = switchOver;
        for (Step step : steps) {
            Runnable inner = whole;
            whole = () -> open.add(step.migrate().run(object, inner));
        }
        try {
            whole.run();
        } catch (RuntimeException e) {
            steps.forEach(step -> loader.unpin(step.map().name(), step.map().schema()));
            throw e;
        } finally {
            open.forEach(DualWriteWindow::close);
        }
    }
}
