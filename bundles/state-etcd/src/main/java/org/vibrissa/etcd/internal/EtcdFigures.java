package org.vibrissa.etcd.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** How the fleet's store in etcd is, where it is in use. */
@Component
public final class EtcdFigures implements MetricSource {
    private static final MetricFamily UP =
            MetricFamily.gauge(
                    "vibrissa_etcd_up", "1 while etcd is followed without a problem, else 0.");
    private static final MetricFamily RESOURCES =
            MetricFamily.gauge("vibrissa_etcd_resources", "Resources mirrored from etcd.");
    private static final MetricFamily REVISION =
            MetricFamily.gauge("vibrissa_etcd_revision", "Revision of etcd that is known here.");
    private static final MetricFamily WAITING =
            MetricFamily.gauge(
                    "vibrissa_etcd_waiting_changes", "Changes of this host that wait to be sent.");
    private static final MetricFamily REFUSED =
            MetricFamily.gauge(
                    "vibrissa_etcd_refused_resources",
                    "Resources in etcd that are not taken here, for they are not valid or cannot be"
                            + " read.");

    private final EtcdComponent etcd;

    @Activate
    public EtcdFigures(@Reference EtcdComponent etcd) {
        this.etcd = etcd;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(UP, RESOURCES, REVISION, WAITING, REFUSED);
    }

    @Override
    public void collect(MetricSink sink) {
        etcd.link()
                .ifPresent(
                        link -> {
                            boolean good =
                                    link.health().worst().isEmpty() && link.feed().following();
                            sink.put(UP, good ? 1 : 0);
                            sink.put(RESOURCES, link.mirror().size());
                            sink.put(REVISION, link.feed().revision());
                            sink.put(WAITING, link.waiting());
                            sink.put(
                                    REFUSED,
                                    link.mirror().refused().size()
                                            + link.mirror().unreadable().size());
                        });
    }
}
