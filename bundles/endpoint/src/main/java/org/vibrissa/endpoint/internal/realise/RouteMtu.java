package org.vibrissa.endpoint.internal.realise;

import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.node.PathMtu;
import org.vibrissa.state.Subscription;

/**
 * The MTU of endpoints' routes to the outside, once a bundle that knows other hosts has said it.
 * When that bundle goes, as in a change of its version, what it said last still holds.
 */
@Component(service = RouteMtu.class)
public final class RouteMtu {
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile OptionalInt known = OptionalInt.empty();
    private Subscription watch = () -> {};

    /** The path MTU is known from now on. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setPathMtu(PathMtu mtu) {
        watch.close();
        watch = mtu.watch("vib-route-mtu", () -> learn(mtu.bytes()));
    }

    /** It is followed no more. */
    synchronized void unsetPathMtu(PathMtu mtu) {
        watch.close();
        watch = () -> {};
    }

    private void learn(int bytes) {
        OptionalInt now = OptionalInt.of(bytes);
        if (!now.equals(known)) {
            known = now;
            listeners.forEach(Runnable::run);
        }
    }

    /**
     * Bytes, 0 for that of the device; empty while it is not known, and then routes that exist keep
     * theirs.
     */
    OptionalInt bytes() {
        return known;
    }

    /** Calls it after each change; must be quick. */
    void listen(Runnable changed) {
        listeners.add(changed);
    }

    void forget(Runnable changed) {
        listeners.remove(changed);
    }
}
