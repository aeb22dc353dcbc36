package org.vibrissa.swap.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.swap.BundleFailure;
import org.vibrissa.swap.StopConsequence;

/** Asks bundles what a host would do without when they stop. */
final class Consequences {
    private static final Logger LOG = LoggerFactory.getLogger(Consequences.class);

    private final BundleContext context;

    Consequences(BundleContext context) {
        this.context = context;
    }

    /**
     * Refuses what would cost something.
     *
     * @param done what becomes of the bundle: {@code stopped}
     * @param command by which it was asked for, without the bundle's name
     * @throws BundleFailure that says what would be lost and how to do it all the same
     */
    void requireNone(Bundle bundle, String done, String command) {
        List<String> lost = of(bundle).toList();
        if (!lost.isEmpty()) {
            String name = bundle.getSymbolicName();
            throw new BundleFailure(
                    name + " is not " + done + ": " + String.join("; ", lost),
                    "If that is meant: vibrissa bundle "
                            + command
                            + " "
                            + BundleNames.shortened(name)
                            + " --yes");
        }
    }

    private Stream<String> of(Bundle bundle) {
        return Optional.ofNullable(bundle.getRegisteredServices()).stream()
                .flatMap(Arrays::stream)
                .filter(Consequences::isOne)
                .flatMap(reference -> ask(reference).stream());
    }

    private static boolean isOne(ServiceReference<?> service) {
        return List.of((String[]) service.getProperty(Constants.OBJECTCLASS))
                .contains(StopConsequence.class.getName());
    }

    private Optional<String> ask(ServiceReference<?> reference) {
        try {
            return context.getService(reference) instanceof StopConsequence consequence
                    ? consequence.lost()
                    : Optional.empty();
        } catch (RuntimeException e) {
            LOG.warn("{} does not tell what its stop costs", reference.getBundle(), e);
            return Optional.of("it cannot tell what would be lost: " + e.getMessage());
        } finally {
            context.ungetService(reference);
        }
    }
}
