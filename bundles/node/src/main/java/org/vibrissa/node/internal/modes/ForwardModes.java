package org.vibrissa.node.internal.modes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.node.ForwardMode;

/** The modes that bundles provide, as they come and go. */
@Component(service = ForwardModes.class)
public final class ForwardModes {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardModes.class);

    /** The bundle that provides a mode which comes with Vibrissa. */
    private static final Map<String, String> BUNDLES =
            Map.of("vxlan", "overlay", "geneve", "overlay", "native", "routing");

    /** Of one name the latest first: beside a new version the old one is there for a while. */
    private final Map<String, List<ForwardMode>> byName = new ConcurrentSkipListMap<>();

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** A mode's bundle has come; the later one of two of a name is taken. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void add(ForwardMode mode) {
        List<ForwardMode> all =
                byName.merge(
                        mode.name(),
                        List.of(mode),
                        (before, latest) ->
                                Stream.concat(latest.stream(), before.stream()).toList());
        if (all.size() > 1) {
            LOG.info("mode {} is provided anew", mode.name());
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * A mode's bundle has gone; its stages are its own affair. What another one provides by that
     * name is taken instead.
     */
    public void remove(ForwardMode mode) {
        byName.computeIfPresent(
                mode.name(),
                (name, all) -> {
                    List<ForwardMode> left =
                            all.stream().filter(other -> !other.equals(mode)).toList();
                    return left.isEmpty() ? null : left;
                });
        listeners.forEach(Runnable::run);
    }

    public Optional<ForwardMode> get(String name) {
        return Optional.ofNullable(byName.get(name)).map(all -> all.get(0));
    }

    /** Sorted. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** Calls it after each change, on the thread that makes the change; must be quick. */
    public void listen(Runnable changed) {
        listeners.add(changed);
    }

    public void forget(Runnable changed) {
        listeners.remove(changed);
    }

    /** What a user reads when a mode is not provided. */
    public static String missing(String mode) {
        String bundle = BUNDLES.get(mode);
        return bundle == null
                ? "no bundle provides mode " + mode
                : "mode " + mode + " needs bundle " + bundle + ", which is not running";
    }
}
