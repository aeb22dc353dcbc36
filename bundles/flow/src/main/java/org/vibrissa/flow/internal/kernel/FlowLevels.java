package org.vibrissa.flow.internal.kernel;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.NotablePackets;

/** Brings the settings of what is told into the kernel. */
@Component(service = FlowLevels.class, immediate = true, configurationPid = LevelSettings.PID)
public final class FlowLevels {
    /** What one reason may tell in a row before its rate counts. */
    private static final long BURST_SECONDS = 1;

    private final FlowMaps maps;
    private final NotablePackets notable;

    @Activate
    public FlowLevels(
            @Reference FlowMaps maps, @Reference NotablePackets notable, LevelSettings settings) {
        this.maps = maps;
        this.notable = notable;
        apply(settings);
    }

    /** Settings of class live come in here without a restart of the component. */
    @Modified
    void apply(LevelSettings settings) {
        Aggregation level = Aggregation.valueOf(settings.aggregation().toUpperCase(Locale.ROOT));
        int rate = settings.drop_rate();
        maps.limitDrops(
                rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / rate,
                TimeUnit.SECONDS.toNanos(BURST_SECONDS));
        notable.choose(level.causes(), level.each(), Duration.ofNanos(settings.interval()));
    }
}
