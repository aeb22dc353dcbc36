package org.vibrissa.metrics.internal.collect;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.ComponentServiceObjects;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSource;

/**
 * A registered source. The service is made when figures are first asked for, so that sources cost
 * the start of the daemon nothing.
 */
final class Source implements AutoCloseable {
    private final ComponentServiceObjects<MetricSource> services;
    private final String name;
    private MetricSource service;
    private Set<MetricFamily> families = Set.of();

    Source(ComponentServiceObjects<MetricSource> services) {
        this.services = services;
        name = name(services);
    }

    /** Such as {@code datapath.DropFigures}. */
    private static String name(ComponentServiceObjects<MetricSource> services) {
        var reference = services.getServiceReference();
        String bundle =
                reference.getBundle() == null ? "" : reference.getBundle().getSymbolicName();
        String component = String.valueOf(reference.getProperty("component.name"));
        return bundle.replaceFirst("^org\\.vibrissa\\.", "")
                + "."
                + component.substring(component.lastIndexOf('.') + 1);
    }

    String name() {
        return name;
    }

    synchronized Set<MetricFamily> families() {
        return open() ? families : Set.of();
    }

    /**
     * What it tells now.
     *
     * @throws RuntimeException as the source does
     */
    Draft collect() {
        MetricSource source;
        Draft draft;
        synchronized (this) {
            if (!open()) {
                return new Draft(Set.of());
            }
            source = service;
            draft = new Draft(families);
        }
        source.collect(draft);
        return draft;
    }

    /** Whether it is there: its bundle may stop at any time. */
    private boolean open() {
        if (service == null) {
            service = services.getService();
            if (service == null) {
                return false;
            }
            List<MetricFamily> declared = service.families();
            families = Set.copyOf(new LinkedHashSet<>(declared));
        }
        return true;
    }

    @Override
    public synchronized void close() {
        if (service != null) {
            services.ungetService(service);
            service = null;
        }
    }
}
