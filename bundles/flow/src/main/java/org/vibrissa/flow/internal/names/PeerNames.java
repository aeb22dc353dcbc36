package org.vibrissa.flow.internal.names;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peers;
import org.vibrissa.state.Subscription;

/**
 * Path groups by number, and whose endpoints live in which prefix. While the bundle that knows it
 * is changed, what it said last holds.
 */
@Component(service = PeerNames.class)
public final class PeerNames {
    private volatile Map<Integer, String> groups = Map.of();
    private volatile PrefixOwners owners = PrefixOwners.NONE;
    private Optional<Peers> source = Optional.empty();
    private Subscription watch = () -> {};

    /** The other hosts are known from now on. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setPeers(Peers peers) {
        Subscription next = peers.watch("vib-flow-peers", () -> take(peers));
        replace(Optional.of(peers), next);
    }

    /** They are not told any more; the next one may have come before. */
    void unsetPeers(Peers peers) {
        boolean current;
        synchronized (this) {
            current = source.filter(peers::equals).isPresent();
        }
        if (current) {
            deactivate();
        }
    }

    @Deactivate
    void deactivate() {
        replace(Optional.empty(), () -> {});
    }

    private void replace(Optional<Peers> peers, Subscription next) {
        Subscription before;
        synchronized (this) {
            before = watch;
            watch = next;
            source = peers;
        }
        before.close();
    }

    private void take(Peers peers) {
        Map<Integer, String> names = new HashMap<>();
        for (PathGroup group : peers.groups()) {
            names.put(group.number(), group.name());
            names.put(group.probeNumber(), group.name());
        }
        groups = Map.copyOf(names);
        owners = new PrefixOwners(peers.list());
    }

    /** A group's name by either of its numbers. */
    Optional<String> group(int number) {
        return Optional.ofNullable(groups.get(number));
    }

    PrefixOwners owners() {
        return owners;
    }
}
