package org.vibrissa.metrics.internal.collect;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** How many series a family may have. */
@Component(service = SeriesLimit.class, configurationPid = "org.vibrissa.metrics.limit")
public final class SeriesLimit {
    /** Settings of the limit. */
    @interface Settings {
        /** Most series of one family. */
        int series_limit() default 10_000;
    }

    private final int series;

    @Activate
    public SeriesLimit(Settings settings) {
        this(settings.series_limit());
    }

    public SeriesLimit(int series) {
        this.series = series;
    }

    public int series() {
        return series;
    }
}
