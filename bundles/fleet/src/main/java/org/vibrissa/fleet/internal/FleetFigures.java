package org.vibrissa.fleet.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.fleet.Fleet;
import org.vibrissa.fleet.Member;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** The other members of the fleet. */
@Component
public final class FleetFigures implements MetricSource {
    private static final MetricFamily JOINED =
            MetricFamily.gauge(
                    "vibrissa_fleet_joined",
                    "1 when this host has a certificate of a fleet, else 0.");
    private static final MetricFamily MEMBERS =
            MetricFamily.gauge(
                    "vibrissa_fleet_members", "Other members by state: alive, away.", "state");

    private final Fleet fleet;

    @Activate
    public FleetFigures(@Reference Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(JOINED, MEMBERS);
    }

    @Override
    public void collect(MetricSink sink) {
        List<Member> members = fleet.members();
        long alive = members.stream().filter(Member::alive).count();
        sink.put(JOINED, fleet.joined() ? 1 : 0);
        sink.put(MEMBERS, alive, "alive");
        sink.put(MEMBERS, members.size() - alive, "away");
    }
}
