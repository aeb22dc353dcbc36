package org.vibrissa.node.internal.realise;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.node.ForwardMode;
import org.vibrissa.node.Peer;

/** A mode that writes down what it is told. */
final class FakeMode implements ForwardMode {
    final List<String> told = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    String failure = "";
    private final String name;
    private final int slot;
    private final int overhead;

    FakeMode(String name, int slot, int overhead) {
        this.name = name;
        this.slot = slot;
        this.overhead = overhead;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public int overhead(boolean outerIpv6) {
        return outerIpv6 ? overhead + 20 : overhead;
    }

    @Override
    public List<String> check(List<Peer> peers) {
        return problems;
    }

    @Override
    public void prepare(List<Peer> peers) {
        if (!failure.isEmpty()) {
            throw new IllegalStateException(failure);
        }
        told.add("prepare " + peers.stream().map(Peer::name).toList());
    }

    @Override
    public void retire() {
        told.add("retire");
    }

    @Override
    public Traffic traffic() {
        return new Traffic(0, 0, 0, 0);
    }
}
