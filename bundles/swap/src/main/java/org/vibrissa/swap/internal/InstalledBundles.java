package org.vibrissa.swap.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.state.NearestName;
import org.vibrissa.swap.BundleDetail;
import org.vibrissa.swap.BundleFailure;
import org.vibrissa.swap.BundleState;
import org.vibrissa.swap.Bundles;

/** The framework's bundles. */
@Component
public final class InstalledBundles implements Bundles {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledBundles.class);
    private static final String OURS = "org.vibrissa.";

    private final BundleContext framework;
    private final Components components;
    private final Essential essential;
    private final Object oneAtATime = new Object();

    /** Over this framework. */
    @Activate
    public InstalledBundles(BundleContext framework, @Reference ServiceComponentRuntime scr) {
        this.framework = framework;
        components = new Components(scr);
        essential = new Essential(framework);
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
        Bundle bundle = find(name);
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
    public BundleState stop(String name, boolean force) {
        synchronized (oneAtATime) {
            Bundle bundle = find(name);
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
            Bundle bundle = find(name);
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
                                            + symbolic.substring(OURS.length())
                                            + " --force");
                        });
    }

    private BundleState state(Bundle bundle) {
        return BundleStates.of(bundle, components);
    }

    private Bundle find(String name) {
        if (name.matches("\\d{1,18}")) {
            Bundle byId = framework.getBundle(Long.parseLong(name));
            if (byId != null) {
                return byId;
            }
        }
        return newest(b -> named(b, name))
                .or(() -> byLastPart(name))
                .orElseThrow(
                        () ->
                                new BundleFailure(
                                        "there is no bundle " + name + near(name),
                                        "vibrissa bundle list"));
    }

    private Optional<Bundle> newest(Predicate<Bundle> wanted) {
        return Arrays.stream(framework.getBundles())
                .filter(wanted)
                .max(
                        Comparator.comparing((Bundle b) -> b.getState() == Bundle.ACTIVE)
                                .thenComparing(Bundle::getVersion));
    }

    private Optional<Bundle> byLastPart(String name) {
        List<String> ending =
                Arrays.stream(framework.getBundles())
                        .map(Bundle::getSymbolicName)
                        .filter(symbolic -> lastPart(symbolic).equals(name))
                        .distinct()
                        .sorted()
                        .toList();
        if (ending.size() > 1) {
            throw new BundleFailure(
                    "several bundles end in " + name + ": " + String.join(", ", ending),
                    "Give the whole name.");
        }
        return ending.stream().findFirst().flatMap(one -> newest(b -> named(b, one)));
    }

    private static String lastPart(String symbolic) {
        return symbolic.substring(symbolic.lastIndexOf('.') + 1);
    }

    private static boolean named(Bundle bundle, String name) {
        String symbolic = bundle.getSymbolicName();
        return name.equals(symbolic) || (OURS + name).equals(symbolic);
    }

    private String near(String name) {
        List<String> known =
                Arrays.stream(framework.getBundles())
                        .map(Bundle::getSymbolicName)
                        .map(InstalledBundles::lastPart)
                        .distinct()
                        .toList();
        return NearestName.of(name, known).map(n -> "; did you mean \"" + n + "\"?").orElse("");
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
