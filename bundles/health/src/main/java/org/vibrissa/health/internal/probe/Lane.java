package org.vibrissa.health.internal.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The health endpoints of a path group's hosts are reached by a group number of their own, whose
 * forward slot is free to be any that the group accepts: real traffic is not touched. Probes by one
 * mode run together; before the slot changes those under way end. At rest it is that of the mode in
 * force. Used by the loop's thread alone.
 */
final class Lane {
    private final IntConsumer kernel;
    private final Consumer<Target> start;
    private final List<Target> waiting = new ArrayList<>();
    private int rest;
    private int slot;
    private int running;

    /**
     * @param kernel writes the slot
     * @param start begins a probe; may end before it returns
     */
    Lane(IntConsumer kernel, Consumer<Target> start) {
        this.kernel = kernel;
        this.start = start;
    }

    /** Follows the mode in force. */
    void rest(int slotInForce) {
        rest = slotInForce;
        pump();
    }

    void offer(Target target) {
        waiting.add(target);
        pump();
    }

    /** A probe has ended. */
    void ended() {
        running--;
        pump();
    }

    /** Takes back those that wait in vain: they are planned no more. */
    List<Target> withdrawGone() {
        List<Target> gone = waiting.stream().filter(target -> target.gone).toList();
        waiting.removeAll(gone);
        pump();
        return gone;
    }

    /** Nothing goes by it any more; returns those that waited. */
    List<Target> close() {
        List<Target> left = List.copyOf(waiting);
        waiting.clear();
        rest = 0;
        set(0);
        return left;
    }

    private void pump() {
        if (waiting.isEmpty() && running == 0) {
            set(rest);
        }
        boolean othersWait = waiting.stream().anyMatch(target -> target.way.slot() != slot);
        if (waiting.isEmpty() || (othersWait && running > 0)) {
            return;
        }
        if (othersWait) {
            set(waiting.get(0).way.slot());
        }
        List<Target> now = waiting.stream().filter(target -> target.way.slot() == slot).toList();
        waiting.removeAll(now);
        running += now.size();
        now.forEach(start);
    }

    private void set(int next) {
        if (next != slot) {
            kernel.accept(next);
            slot = next;
        }
    }
}
