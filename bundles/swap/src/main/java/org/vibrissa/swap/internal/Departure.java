package org.vibrissa.swap.internal;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.promise.Promise;

/**
 * Takes a bundle off the framework so that nothing of it stays in memory.
 *
 * <p>Felix (7.0.5, {@code ServiceRegistry.ungetService}) keeps a record of each service that a
 * bundle has used, and by it the bundle, until that service ends: for the loader or the pipeline
 * that is as long as the daemon runs. Only a last use given back through {@link ServiceObjects}
 * ends the record. So each service in use is held once more that way, the components are disabled,
 * which gives their uses back, and what is held is given back last, while the bundle's context is
 * still valid. A service that a bundle holds by other means than components, such as an activator,
 * keeps its record.
 */
final class Departure {
    /** What SCR has used in the name of each bundle with components, and given back. */
    private static final String CONFIGURATIONS = "org.osgi.service.cm.ConfigurationAdmin";

    private final BundleContext framework;
    private final ServiceComponentRuntime scr;

    Departure(BundleContext framework, ServiceComponentRuntime scr) {
        this.framework = framework;
        this.scr = scr;
    }

    /**
     * Stops, uninstalls and refreshes it; no other bundle is refreshed.
     *
     * @throws BundleException when it cannot be stopped or uninstalled
     */
    void of(Bundle bundle) throws BundleException {
        stop(bundle);
        bundle.uninstall();
        framework.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle));
    }

    /**
     * Stops it, for good: its components are disabled until it is installed anew.
     *
     * @throws BundleException when a component or the bundle cannot be stopped
     */
    void stop(Bundle bundle) throws BundleException {
        List<Use<?>> uses = uses(bundle).toList();
        disableComponents(bundle);
        uses.forEach(Use::giveBack);
        bundle.stop(Bundle.STOP_TRANSIENT);
    }

    private static Stream<Use<?>> uses(Bundle bundle) {
        BundleContext context = bundle.getBundleContext();
        if (context == null) {
            return Stream.empty();
        }
        Stream<ServiceReference<?>> own =
                Optional.ofNullable(bundle.getServicesInUse()).stream().flatMap(Arrays::stream);
        Stream<ServiceReference<?>> former =
                Optional.ofNullable(context.getServiceReference(CONFIGURATIONS)).stream()
                        .map(reference -> reference);
        return Stream.concat(own, former)
                .distinct()
                .filter(Departure::shared)
                .flatMap(reference -> Use.of(context, reference).stream());
    }

    /** Each use of a prototype is an object and a record of its own, which ends with it. */
    private static boolean shared(ServiceReference<?> reference) {
        return !Constants.SCOPE_PROTOTYPE.equals(reference.getProperty(Constants.SERVICE_SCOPE));
    }

    private void disableComponents(Bundle bundle) throws BundleException {
        List<Promise<Void>> disabled = new ArrayList<>();
        scr.getComponentDescriptionDTOs(bundle)
                .forEach(description -> disabled.add(scr.disableComponent(description)));
        try {
            for (Promise<Void> each : disabled) {
                each.getValue();
            }
        } catch (InvocationTargetException e) {
            throw new BundleException("a component cannot be disabled", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BundleException("interrupted while components were disabled", e);
        }
    }

    /** One more use of a service in the name of the bundle. */
    private record Use<S>(ServiceObjects<S> objects, S service) {
        static <S> Optional<Use<S>> of(BundleContext context, ServiceReference<S> reference) {
            return Optional.ofNullable(context.getServiceObjects(reference))
                    .flatMap(
                            objects ->
                                    Optional.ofNullable(objects.getService())
                                            .map(service -> new Use<>(objects, service)));
        }

        void giveBack() {
            objects.ungetService(service);
        }
    }
}
