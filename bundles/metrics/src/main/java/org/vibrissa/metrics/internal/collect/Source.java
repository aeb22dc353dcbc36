package org.vibrissa.metrics.internal.collect;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.ComponentServiceObjects;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSource;

/**
 * A registered source. The service is made when figures are first asked for, so that sources cost
 * the start of the daemon nothing. One question at a time; who asks {@link #take takes} it.
 */
final class Source implements AutoCloseable {
    private final ComponentServiceObjects<MetricSource> services;
    private final String name;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean closed;

    /** This and the next belong to who has taken it. */
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

    /** Takes it for a question; false while an earlier one is not answered. */
    boolean take() {
        return asked.compareAndSet(false, true);
    }

    /** The question is answered. */
    void giveBack() {
        asked.set(false);
        if (closed) {
            release();
        }
    }

    /** Who has taken it may ask: what it may tell. */
    Set<MetricFamily> families() {
        return open() ? families : Set.of();
    }

    /**
     * Who has taken it may ask: what it tells now.
     *
     * @throws RuntimeException as the source does
     */
    Draft collect() {
        if (!open()) {
            return new Draft(Set.of());
        }
        Draft draft = new Draft(families);
        service.collect(draft);
        return draft;
    }

    /** Whether it is there: its bundle may stop at any time. */
    private boolean open() {
        if (service == null && !closed) {
            service = services.getService();
            if (service != null) {
                families = Set.copyOf(new LinkedHashSet<>(service.families()));
            }
        }
        return service != null;
    }

    /** Asks no more; while a question is not answered, its end gives the service back. */
    @Override
    public void close() {
        closed = true;
        release();
    }

    private void release() {
        if (take() && service != null) {
            services.ungetService(service);
            service = null;
        }
    }
}
