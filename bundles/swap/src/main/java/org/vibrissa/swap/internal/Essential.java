package org.vibrissa.swap.internal;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Bundles without which no command could undo a stop: swap, control, and all they are wired to. */
final class Essential {
    private static final Set<String> ROOTS =
            Set.of("org.vibrissa.swap", "org.vibrissa.control", "org.apache.felix.scr");

    private final BundleContext framework;

    Essential(BundleContext framework) {
        this.framework = framework;
    }

    /** Why it must run; empty when it may stop. */
    Optional<String> reason(Bundle bundle) {
        if (bundle.getBundleId() == 0) {
            return Optional.of("it is the framework");
        }
        Set<Bundle> needed = new HashSet<>();
        ArrayDeque<Bundle> open = new ArrayDeque<>();
        for (Bundle candidate : framework.getBundles()) {
            if (ROOTS.contains(candidate.getSymbolicName())) {
                open.add(candidate);
            }
        }
        while (!open.isEmpty()) {
            Bundle next = open.poll();
            BundleWiring wiring = next.adapt(BundleWiring.class);
            if (needed.add(next) && wiring != null) {
                for (BundleWire wire : wiring.getRequiredWires(null)) {
                    open.add(wire.getProvider().getBundle());
                }
            }
        }
        return needed.contains(bundle)
                ? Optional.of("the command line needs it")
                : Optional.empty();
    }
}
