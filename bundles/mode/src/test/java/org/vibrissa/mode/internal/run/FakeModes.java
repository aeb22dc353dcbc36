package org.vibrissa.mode.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.vibrissa.node.GroupModes;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peer;
import org.vibrissa.node.Peers;
import org.vibrissa.state.Subscription;

/** One group of one host, as the kernel and the node bundle keep it over a crash. */
final class FakeModes implements GroupModes, Peers {
    static final String GROUP = "default";

    private final TreeSet<String> accepts = new TreeSet<>(List.of("vxlan"));
    private final Runnable changed;
    private String inForce = "vxlan";
    private String missing = "";

    FakeModes(Runnable changed) {
        this.changed = changed;
    }

    /** Lets a mode lack something. */
    synchronized void lacks(String mode) {
        missing = mode;
    }

    synchronized boolean receives(String mode) {
        return accepts.contains(mode);
    }

    @Override
    public List<String> provided() {
        return List.of("geneve", "native", "vxlan");
    }

    @Override
    public synchronized List<String> check(String group, String mode) {
        return mode.equals(missing) ? List.of("the kernel lacks " + mode) : List.of();
    }

    @Override
    public int mtuWith(String group, String mode) {
        return 1450;
    }

    @Override
    public void accept(String group, String mode) {
        synchronized (this) {
            if (mode.equals(missing)) {
                throw new IllegalStateException("the kernel lacks " + mode);
            }
            accepts.add(mode);
        }
        changed.run();
    }

    @Override
    public void force(String group, String mode) {
        synchronized (this) {
            if (!accepts.contains(mode)) {
                throw new IllegalStateException("group does not accept " + mode);
            }
            inForce = mode;
        }
        changed.run();
    }

    @Override
    public void unaccept(String group, String mode) {
        synchronized (this) {
            if (inForce.equals(mode)) {
                throw new IllegalStateException(mode + " is in force");
            }
            accepts.remove(mode);
        }
        changed.run();
    }

    @Override
    public synchronized Optional<String> inForce(String group) {
        return Optional.of(inForce);
    }

    @Override
    public List<Peer> list() {
        return List.of();
    }

    @Override
    public Optional<Peer> get(String name) {
        return Optional.empty();
    }

    @Override
    public synchronized List<PathGroup> groups() {
        return List.of(new PathGroup(GROUP, 1, inForce, inForce, new ArrayList<>(accepts)));
    }

    @Override
    public Optional<PathGroup> group(String name) {
        return groups().stream().findFirst();
    }

    @Override
    public Subscription watch(String name, Runnable listener) {
        throw new UnsupportedOperationException("nobody watches here");
    }

    @Override
    public synchronized String toString() {
        return "sends by " + inForce + ", receives " + accepts;
    }
}
