package org.vibrissa.identity.internal;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vibrissa.identity.Allotment;
import org.vibrissa.identity.IdentityAllocator;
import org.vibrissa.identity.Labels;
import org.vibrissa.state.Bell;
import org.vibrissa.state.Subscription;

/** Says what it is told to say. */
final class FakeAllocator implements IdentityAllocator {
    private final Bell bell = Bell.rung();
    private final int precedence;
    volatile boolean inUse = true;
    volatile Set<Labels> used = Set.of();
    private volatile Allotment allotment = Allotment.UNKNOWN;

    FakeAllocator(int precedence) {
        this.precedence = precedence;
    }

    void say(Map<Integer, Labels> sets, Map<Labels, String> refused) {
        allotment = new Allotment(true, new TreeMap<>(sets), refused);
        bell.ring();
    }

    void switchTo(boolean on) {
        inUse = on;
        bell.ring();
    }

    @Override
    public String name() {
        return "fake" + precedence;
    }

    @Override
    public boolean inUse() {
        return inUse;
    }

    @Override
    public int precedence() {
        return precedence;
    }

    @Override
    public void use(Set<Labels> sets) {
        used = sets;
    }

    @Override
    public Allotment allotment() {
        return allotment;
    }

    @Override
    public Subscription watch(String name, Runnable changed) {
        return bell.watchUnawaited(name, changed);
    }
}
