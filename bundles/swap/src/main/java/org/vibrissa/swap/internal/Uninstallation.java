package org.vibrissa.swap.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.datapath.StageAdmission;
import org.vibrissa.swap.BundleFailure;
import org.vibrissa.swap.BundleRemoval;

/**
 * Takes a bundle that a user brought off the host with all it has. The jar goes last: when the
 * daemon dies half-way the bundle is back after the restart, and can be removed again.
 */
final class Uninstallation {
    private static final Logger LOG = LoggerFactory.getLogger(Uninstallation.class);

    private final BundleContext framework;
    private final BundleNames names;
    private final Retirement retirement;
    private final Holdings holdings;
    private final StageAdmission admission;
    private final KeptBundles kept;
    private final Consequences consequences;

    Uninstallation(
            BundleContext framework,
            Retirement retirement,
            Holdings holdings,
            StageAdmission admission,
            KeptBundles kept) {
        this.framework = framework;
        this.names = new BundleNames(framework);
        this.retirement = retirement;
        this.holdings = holdings;
        this.admission = admission;
        this.kept = kept;
        this.consequences = new Consequences(framework);
    }

    BundleRemoval run(String called, boolean force, boolean dryRun, boolean accepted) {
        Bundle bundle = names.find(called);
        String name = bundle.getSymbolicName();
        requireBrought(bundle);
        List<Bundle> versions = versions(name);
        Set<String> dependents = new TreeSet<>();
        versions.forEach(b -> dependents.addAll(retirement.dependents(b)));
        dependents.remove(name);
        if (!dependents.isEmpty() && !force && !dryRun) {
            throw new BundleFailure(
                    name + " is not uninstalled: it serves " + String.join(", ", dependents),
                    "To take it away from them: vibrissa bundle uninstall " + name + " --force");
        }
        if (!accepted && !dryRun) {
            String command = force ? "uninstall --force" : "uninstall";
            versions.forEach(b -> consequences.requireNone(b, "uninstalled", command));
        }
        String jar = kept.has(name) ? kept.jar(name).toString() : "";
        BundleRemoval all = holdings.of(name, bundle.getVersion(), jar, dependents, dryRun);
        if (!dryRun) {
            versions.forEach(this::remove);
            admission.evict(name);
            requireGone(all);
            kept.forget(name);
            LOG.info("uninstalled {} {}", name, bundle.getVersion());
        }
        return all;
    }

    /** Only what a swap brought can go: the rest would be back with the next start. */
    private static void requireBrought(Bundle bundle) {
        String name = bundle.getSymbolicName();
        if (!bundle.getLocation().startsWith(BundleFile.LOCATION)
                || name.startsWith(BundleNames.OURS)) {
            throw new BundleFailure(
                    name
                            + " is not uninstalled: it is part of the distribution, whose files a"
                            + " start of the daemon installs again",
                    "To stop it until the next start: vibrissa bundle stop " + name);
        }
    }

    private List<Bundle> versions(String name) {
        return Arrays.stream(framework.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .toList();
    }

    private void remove(Bundle bundle) {
        try {
            retirement.stop(bundle);
        } catch (BundleException e) {
            // What it holds is released all the same; its own farewell has failed.
            LOG.warn(
                    "{} {} did not stop cleanly", bundle.getSymbolicName(), bundle.getVersion(), e);
        }
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            throw new BundleFailure(
                    "cannot uninstall %s %s: %s"
                            .formatted(
                                    bundle.getSymbolicName(), bundle.getVersion(), e.getMessage()),
                    "",
                    e);
        }
        framework.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle));
    }

    private void requireGone(BundleRemoval before) {
        BundleRemoval left =
                holdings.of(
                        before.bundle(),
                        org.osgi.framework.Version.parseVersion(before.version()),
                        before.jar(),
                        List.of(),
                        false);
        List<String> rest =
                List.of(left.slots(), left.programs(), left.maps(), left.links(), left.pins())
                        .stream()
                        .flatMap(List::stream)
                        .toList();
        if (!rest.isEmpty()) {
            throw new BundleFailure(
                    before.bundle() + " is stopped, but of it is left: " + String.join(", ", rest),
                    "see the daemon's log; vibrissa footprint lists what is on the host");
        }
    }
}
