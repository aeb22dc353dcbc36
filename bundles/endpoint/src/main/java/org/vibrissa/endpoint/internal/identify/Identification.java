package org.vibrissa.endpoint.internal.identify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.identity.HeldLabels;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Labels;
import org.vibrissa.state.Subscription;

/**
 * The identities of this host's endpoints, as long as a bundle gives them. When it goes, as in a
 * change of its version, what it said last still holds.
 */
@Component(service = Identification.class)
public final class Identification {
    private final Map<String, Labels> wanted = new ConcurrentHashMap<>();
    private final Map<String, HeldLabels> last = new ConcurrentHashMap<>();
    private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
    private Optional<Identities> service = Optional.empty();
    private Subscription watch = () -> {};

    /** Identities are given from now on. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setIdentities(Identities identities) {
        Subscription next = identities.watchHeld("vib-endpoint-identities", this::changed);
        Subscription before;
        synchronized (this) {
            before = watch;
            watch = next;
            service = Optional.of(identities);
            wanted.forEach((uid, labels) -> last.put(uid, identities.hold(uid, labels)));
        }
        before.close();
        tell(Set.copyOf(wanted.keySet()));
    }

    /** They are given no more. */
    void unsetIdentities(Identities identities) {
        Subscription before;
        synchronized (this) {
            if (service.filter(identities::equals).isEmpty()) {
                return;
            }
            before = watch;
            watch = () -> {};
            service = Optional.empty();
        }
        before.close();
    }

    private void changed(Set<String> holders) {
        synchronized (this) {
            for (String uid : holders) {
                service.flatMap(s -> s.held(uid))
                        .filter(held -> wanted.containsKey(uid))
                        .ifPresent(held -> last.put(uid, held));
            }
        }
        tell(holders);
    }

    private void tell(Set<String> uids) {
        listeners.forEach(listener -> listener.accept(uids));
    }

    /** An endpoint has these labels. */
    public synchronized void hold(String uid, Labels labels) {
        if (!labels.equals(wanted.put(uid, labels))) {
            service.ifPresent(identities -> last.put(uid, identities.hold(uid, labels)));
        }
    }

    /** It is no more. */
    public synchronized void release(String uid) {
        wanted.remove(uid);
        last.remove(uid);
        service.ifPresent(identities -> identities.release(uid));
    }

    /** What became of its labels; empty while nobody gives identities and nobody did. */
    public Optional<HeldLabels> held(String uid) {
        return Optional.ofNullable(last.get(uid));
    }

    /** What selectors see of a number; empty when it is not known. */
    public synchronized Optional<Labels> labels(int number) {
        return service.flatMap(identities -> identities.get(number)).map(i -> i.labels());
    }

    /** Calls it with the uids of endpoints whose identity may be another now; must be quick. */
    public void listen(Consumer<Set<String>> changed) {
        listeners.add(changed);
    }

    public void forget(Consumer<Set<String>> changed) {
        listeners.remove(changed);
    }
}
