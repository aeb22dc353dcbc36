package org.vibrissa.metrics.internal.collect;

import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSource;

/** Gathers the sources that bundles register. Thread safe. */
@Component(service = Scraper.class)
public final class Scraper {
    private final Collector collector;

    @Activate
    public Scraper(@Reference SeriesLimit limit) {
        collector = new Collector(limit::series);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addSource(ComponentServiceObjects<MetricSource> source) {
        collector.add(id(source), new Source(source));
    }

    void removeSource(ComponentServiceObjects<MetricSource> source) {
        collector.remove(id(source));
    }

    private static long id(ComponentServiceObjects<MetricSource> source) {
        return (Long) source.getServiceReference().getProperty(Constants.SERVICE_ID);
    }

    @Deactivate
    void close() {
        collector.close();
    }

    /** How many sources there are. */
    public int sources() {
        return collector.sources();
    }

    /** All figures of now; waits for a scrape that runs. */
    public Scrape scrape() {
        return collector.collect();
    }

    /** Every family that may have figures, with the sources that tell it. */
    public Map<MetricFamily, List<String>> catalogue() {
        return collector.catalogue();
    }
}
