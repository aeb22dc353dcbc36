package org.vibrissa.swap.internal;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.vibrissa.swap.SwapFailed;

/** The side of a swap that goes. */
final class Retirement {
    /** Services by which a bundle contributes; whoever collects them copes with their going. */
    private static final Set<String> CONTRIBUTIONS =
            Set.of(
                    "org.vibrissa.control.CommandProvider",
                    "org.vibrissa.control.RestRoutes",
                    "org.vibrissa.control.DebugSection",
                    "org.vibrissa.runtime.ReadyCheck",
                    "org.vibrissa.runtime.Footprint",
                    "org.vibrissa.state.ResourceKind",
                    "org.vibrissa.swap.StopConsequence",
                    "org.vibrissa.metrics.MetricSource",
                    "org.vibrissa.flow.FlowAccount",
                    "org.vibrissa.flow.FlowAccounts");

    /**
     * Services of which whoever uses them takes the new version's before the old one's go. The
     * packets of a forward mode are carried by stages, which are handed over; who reads flow events
     * begins anew with the other log, which goes on where the one before stopped; who has
     * conditions compiled lets go of them and has them compiled again.
     */
    private static final Set<String> HANDED_OVER =
            Set.of(
                    "org.vibrissa.node.ForwardMode",
                    "org.vibrissa.expression.ExpressionCompiler",
                    "org.vibrissa.flow.FlowLog",
                    "org.vibrissa.flow.FlowNames",
                    "org.vibrissa.flow.FlowLedger");

    private final Departure departure;

    Retirement(Departure departure) {
        this.departure = departure;
    }

    /**
     * A bundle on which others stand would take them along: such a one is replaced by a restart of
     * the daemon, which loses no packet either.
     */
    void checkReplaceable(Bundle bundle) {
        Set<String> dependents = dependents(bundle, HANDED_OVER);
        if (!dependents.isEmpty()) {
            throw new SwapFailed(
                    "pre-flight",
                    "%s serves %s and cannot be swapped under them"
                            .formatted(bundle.getSymbolicName(), String.join(", ", dependents)),
                    "put the new release in place and restart the daemon; traffic goes on");
        }
    }

    /**
     * Names of the bundles that use its services, other than by collecting them, or its packages.
     */
    Set<String> dependents(Bundle bundle) {
        return dependents(bundle, Set.of());
    }

    private static Set<String> dependents(Bundle bundle, Set<String> but) {
        return Stream.concat(users(bundle, but), wired(bundle))
                .filter(user -> !user.equals(bundle))
                .map(Bundle::getSymbolicName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Bundle> users(Bundle bundle, Set<String> but) {
        return Optional.ofNullable(bundle.getRegisteredServices()).stream()
                .flatMap(Arrays::stream)
                .filter(
                        reference ->
                                !classes(reference)
                                        .allMatch(
                                                name ->
                                                        CONTRIBUTIONS.contains(name)
                                                                || but.contains(name)
                                                                || ownClass(bundle, name)))
                .flatMap(
                        reference ->
                                Optional.ofNullable(reference.getUsingBundles()).stream()
                                        .flatMap(Arrays::stream));
    }

    private static Stream<String> classes(ServiceReference<?> reference) {
        return Arrays.stream((String[]) reference.getProperty(Constants.OBJECTCLASS));
    }

    /** Whether nobody else can use the service by that name: the class is private to the bundle. */
    private static boolean ownClass(Bundle bundle, String name) {
        return name.startsWith(bundle.getSymbolicName() + ".internal.");
    }

    private static Stream<Bundle> wired(Bundle bundle) {
        return Optional.ofNullable(bundle.adapt(BundleWiring.class)).stream()
                .flatMap(wiring -> wiring.getProvidedWires(null).stream())
                .map(wire -> wire.getRequirer().getBundle());
    }

    /**
     * Stops a bundle that is going to be uninstalled.
     *
     * @throws BundleException when it does not stop cleanly
     */
    void stop(Bundle bundle) throws BundleException {
        departure.stop(bundle);
    }

    /** Takes it away; nothing of it stays in memory. */
    void retire(Bundle bundle) {
        try {
            departure.of(bundle);
        } catch (BundleException e) {
            throw new IllegalStateException(
                    "%s %s cannot be retired; the new version is in force"
                            .formatted(bundle.getSymbolicName(), bundle.getVersion()),
                    e);
        }
    }
}
