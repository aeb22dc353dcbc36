package org.vibrissa.endpoint.internal.realise;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.endpoint.CgroupEnforcer;
import org.vibrissa.endpoint.LocalEndpoint;

/** Endpoints of kind cgroup in force, by whatever bundle enforces them. */
@Component(service = CgroupPresence.class)
public final class CgroupPresence {
    private static final Logger LOG = LoggerFactory.getLogger(CgroupPresence.class);

    private final Map<String, Place> places = new HashMap<>();
    private volatile Optional<CgroupEnforcer> enforcer = Optional.empty();
    private volatile Optional<Consumer<CgroupEnforcer>> came = Optional.empty();

    private record Place(Path folder, Object mark, CgroupEnforcer by) {}

    /** Somebody enforces from now on. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setEnforcer(CgroupEnforcer next) {
        enforcer = Optional.of(next);
        came.ifPresent(listener -> listener.accept(next));
    }

    /** What it has attached stays, for the one that comes after it. */
    void unsetEnforcer(CgroupEnforcer gone) {
        if (enforcer.filter(gone::equals).isPresent()) {
            enforcer = Optional.empty();
        }
    }

    void listen(Consumer<CgroupEnforcer> listener) {
        came = Optional.of(listener);
    }

    void forget() {
        came = Optional.empty();
    }

    /**
     * Puts it in force on the cgroup.
     *
     * @throws NotYet when nobody enforces cgroups, or that one fails
     */
    void attach(LocalEndpoint endpoint, Path folder) {
        CgroupEnforcer by =
                enforcer.orElseThrow(
                        () ->
                                new NotYet(
                                        "no bundle on this host enforces policy on cgroups; the"
                                                + " policy bundle does: vibrissa bundle list"));
        Object mark =
                Cgroups.mark(folder)
                        .orElseThrow(() -> new NotYet("cgroup " + folder + " has just gone"));
        try {
            by.attach(endpoint, folder);
        } catch (RuntimeException e) {
            throw new NotYet("cgroup " + folder + ": " + e.getMessage(), e);
        }
        places.put(endpoint.uid(), new Place(folder, mark, by));
    }

    /** Another number or identity of one that is in force. */
    void renew(LocalEndpoint endpoint) {
        Place place = places.get(endpoint.uid());
        if (place != null) {
            attach(endpoint, place.folder());
        }
    }

    /** Whether its cgroup is gone or another one, or whoever enforced it is. */
    boolean lost(LocalEndpoint endpoint) {
        Place place = places.get(endpoint.uid());
        return place == null
                || !Cgroups.mark(place.folder()).equals(Optional.of(place.mark()))
                || enforcer.filter(place.by()::equals).isEmpty() && enforcer.isPresent();
    }

    void detach(LocalEndpoint endpoint) {
        Place place = places.remove(endpoint.uid());
        if (place == null || enforcer.isEmpty()) {
            return;
        }
        try {
            enforcer.get().detach(endpoint);
        } catch (RuntimeException e) {
            LOG.error("endpoint {} was not taken off {}", endpoint.key(), place.folder(), e);
        }
    }
}
