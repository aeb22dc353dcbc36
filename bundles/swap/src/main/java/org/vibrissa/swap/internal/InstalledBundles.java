package org.vibrissa.swap.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.swap.BundleDetail;
import org.vibrissa.swap.BundleFailure;
import org.vibrissa.swap.BundleState;
import org.vibrissa.swap.Bundles;

/** The framework's bundles. */
@Component
public final class InstalledBundles implements Bundles {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledBundles.class);

    private final BundleContext framework;
    private final Components components;
    private final Essential essential;
    private final BundleNames names;
    private final Consequences consequences;
    private final Object oneAtATime = new Object();

    /** Over this framework. */
    @Activate
    public InstalledBundles(BundleContext framework, @Reference ServiceComponentRuntime scr) {
        this.framework = framework;
        components = new Components(scr);
        essential = new Essential(framework);
        names = new BundleNames(framework);
        consequences = new Consequences(framework);
    }

    @Override
    public List<BundleState> list() {
        return Arrays.stream(framework.getBundles())
                .sorted(Comparator.comparingLong(Bundle::getBundleId))
                .map(this::state)
                .toList();
    }

    @Override
    public BundleDetail detail(String name) {
        Bundle bundle = names.find(name);
        return new BundleDetail(
                state(bundle),
                bundle.getLocation(),
                Wires.exports(bundle),
                Wires.imports(bundle),
                Wires.provides(bundle),
                Wires.uses(bundle),
                components.of(bundle));
    }

    @Override
    public BundleState stop(String name, boolean force, boolean accepted) {
        synchronized (oneAtATime) {
            Bundle bundle = names.find(name);
            essential
                    .reason(bundle)
                    .ifPresent(
                            why -> {
                                throw new BundleFailure(
                                        bundle.getSymbolicName() + " cannot be stopped: " + why,
                                        "To stop the daemon: vibrissa down");
                            });
            if (!force) {
                refuseToLose(bundle);
            }
            if (!accepted) {
                consequences.requireNone(bundle, "stopped", force ? "stop --force" : "stop");
            }
            try {
                bundle.stop(Bundle.STOP_TRANSIENT);
            } catch (BundleException | IllegalStateException e) {
                throw failure("stop", bundle, e);
            }
            LOG.info("stopped {} {}", bundle.getSymbolicName(), bundle.getVersion());
            return state(bundle);
        }
    }

    @Override
    public BundleState start(String name) {
        synchronized (oneAtATime) {
            Bundle bundle = names.find(name);
            if (BundleStates.fragment(bundle)) {
                throw new BundleFailure(
                        bundle.getSymbolicName() + " is a fragment: it has no start of its own",
                        "");
            }
            try {
                bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
            } catch (BundleException | IllegalStateException e) {
                throw failure("start", bundle, e);
            }
            LOG.info("started {} {}", bundle.getSymbolicName(), bundle.getVersion());
            return state(bundle);
        }
    }

    private static void refuseToLose(Bundle bundle) {
        String symbolic = bundle.getSymbolicName();
        Foundation.lostWith(symbolic)
                .ifPresent(
                        lost -> {
                            throw new BundleFailure(
                                    symbolic + " is not stopped: " + lost,
                                    "To renew it, restart the daemon, which forwards meanwhile and"
                                            + " loses nothing. To stop it all the same: vibrissa"
                                            + " bundle stop "
                                            + BundleNames.shortened(symbolic)
                                            + " --force");
                        });
    }

    private BundleState state(Bundle bundle) {
        return BundleStates.of(bundle, components);
    }

    private static BundleFailure failure(String what, Bundle bundle, Exception cause) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        return new BundleFailure(
                "cannot "
                        + what
                        + " "
                        + bundle.getSymbolicName()
                        + " "
                        + bundle.getVersion()
                        + ": "
                        + root.getMessage(),
                "vibrissa bundle info " + bundle.getSymbolicName(),
                cause);
    }
}
