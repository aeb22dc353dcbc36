package org.vibrissa.swap.internal;

import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;
import org.vibrissa.swap.BundleState;

/** A bundle's state in words. */
final class BundleStates {
    private BundleStates() {}

    static BundleState of(Bundle bundle, Components components) {
        boolean fragment = fragment(bundle);
        String state = word(bundle.getState());
        return new BundleState(
                bundle.getBundleId(),
                bundle.getSymbolicName(),
                bundle.getVersion().toString(),
                state,
                fragment,
                problem(bundle, fragment, components));
    }

    static boolean fragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private static String problem(Bundle bundle, boolean fragment, Components components) {
        return switch (bundle.getState()) {
            case Bundle.INSTALLED -> "not resolved: a package or capability is missing";
            case Bundle.RESOLVED -> fragment ? "" : "stopped";
            case Bundle.ACTIVE -> components.problem(bundle);
            default -> "";
        };
    }

    private static String word(int state) {
        return switch (state) {
            case Bundle.UNINSTALLED -> "uninstalled";
            case Bundle.INSTALLED -> "installed";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.ACTIVE -> "active";
            default -> throw new IllegalArgumentException("bundle state " + state);
        };
    }
}
