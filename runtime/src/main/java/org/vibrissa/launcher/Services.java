package org.vibrissa.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Looks up what bundles registered for the launcher. */
final class Services {
    private Services() {}

    /** All services of a type right now, highest ranking first. */
    static <T> List<T> all(BundleContext context, Class<T> type) {
        try {
            Collection<ServiceReference<T>> references = context.getServiceReferences(type, null);
            List<ServiceReference<T>> sorted = new ArrayList<>(references);
            sorted.sort((a, b) -> b.compareTo(a));
            List<T> services = new ArrayList<>();
            for (ServiceReference<T> reference : sorted) {
                T service = context.getService(reference);
                if (service != null) {
                    services.add(service);
                }
            }
            return services;
        } catch (InvalidSyntaxException e) {
            throw new AssertionError("no filter has no syntax", e);
        }
    }
}
