package org.vibrissa.endpoint.internal.host;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.Peers;
import org.vibrissa.state.Subscription;

/**
 * Where the endpoints of other hosts live, as long as a bundle knows other hosts. When it goes, as
 * in a change of its version, what it said last still holds.
 */
@Component(service = RemotePrefixes.class)
public final class RemotePrefixes {
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Set<IpPrefix> known = Set.of();
    private Subscription watch = () -> {};

    /** Other hosts are known from now on. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setPeers(Peers peers) {
        watch.close();
        watch = peers.watch("vib-remote-prefixes", () -> learn(peers));
    }

    /** They are followed no more. */
    synchronized void unsetPeers(Peers peers) {
        watch.close();
        watch = () -> {};
    }

    private void learn(Peers peers) {
        Set<IpPrefix> now =
                peers.list().stream()
                        .flatMap(peer -> peer.prefixes().stream())
                        .collect(Collectors.toUnmodifiableSet());
        if (!now.equals(known)) {
            known = now;
            listeners.forEach(Runnable::run);
        }
    }

    Set<IpPrefix> known() {
        return known;
    }

    /** Calls it after each change; must not wait for this component. */
    void listen(Runnable changed) {
        listeners.add(changed);
    }

    void forget(Runnable changed) {
        listeners.remove(changed);
    }
}
