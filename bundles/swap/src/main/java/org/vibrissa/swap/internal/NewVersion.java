package org.vibrissa.swap.internal;

import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;
import org.vibrissa.swap.SwapFailed;

/** The side of a swap that comes: installed beside what runs, and removed again when it fails. */
final class NewVersion {
    private final BundleContext framework;
    private final Components components;
    private final Departure departure;

    NewVersion(BundleContext framework, Components components, Departure departure) {
        this.framework = framework;
        this.components = components;
        this.departure = departure;
    }

    /** Refuses what is in force already. */
    void checkDiffers(BundleFile file, Bundle running) {
        if (running.getVersion().equals(file.version())) {
            String same = running.getLocation().endsWith(file.sha256()) ? "this very jar" : "";
            throw new SwapFailed(
                    "pre-flight",
                    "%s %s is in force already%s"
                            .formatted(
                                    file.name(),
                                    file.version(),
                                    same.isEmpty() ? ", built from other bytes" : ": " + same),
                    "give the new build another Bundle-Version");
        }
    }

    Bundle install(BundleFile file) {
        try {
            return framework.installBundle(file.location(), file.open());
        } catch (BundleException e) {
            throw new SwapFailed(
                            "pre-flight",
                            "%s %s cannot be installed: %s"
                                    .formatted(file.name(), file.version(), e.getMessage()),
                            "")
                    .causedBy(e);
        }
    }

    /** Wires it to what is there; no other bundle is touched. */
    void resolve(Bundle bundle) {
        FrameworkWiring wiring = framework.getBundle(0).adapt(FrameworkWiring.class);
        if (!wiring.resolveBundles(List.of(bundle))) {
            throw new SwapFailed(
                    "pre-flight",
                    "%s %s needs what this runtime does not have: %s"
                            .formatted(
                                    bundle.getSymbolicName(),
                                    bundle.getVersion(),
                                    Missing.of(bundle, wiring)),
                    "vibrissa bundle list shows what is installed");
        }
    }

    /** Starts it; its components load objects, convert maps and claim slots. */
    void start(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            throw new SwapFailed(
                            "start",
                            "%s %s does not start: %s"
                                    .formatted(
                                            bundle.getSymbolicName(),
                                            bundle.getVersion(),
                                            e.getMessage()),
                            "")
                    .causedBy(e);
        }
        String problem = components.rootProblem(bundle);
        if (!problem.isEmpty()) {
            throw new SwapFailed(
                    "start",
                    "%s %s: %s".formatted(bundle.getSymbolicName(), bundle.getVersion(), problem),
                    "the version before stays in force");
        }
    }

    /** Takes it away again; what it claimed goes back to the version before. */
    void remove(Bundle bundle) {
        try {
            departure.of(bundle);
        } catch (BundleException e) {
            throw new IllegalStateException(
                    "cannot remove " + bundle.getSymbolicName() + " " + bundle.getVersion(), e);
        }
    }
}
