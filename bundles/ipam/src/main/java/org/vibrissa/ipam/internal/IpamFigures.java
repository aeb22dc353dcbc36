package org.vibrissa.ipam.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.ipam.Ipam;
import org.vibrissa.ipam.PoolUsage;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** How full the pools are. */
@Component
public final class IpamFigures implements MetricSource {
    private static final MetricFamily CAPACITY =
            MetricFamily.gauge(
                            "vibrissa_ipam_capacity",
                            "Addresses that a network of a pool can give.",
                            "pool",
                            "network",
                            "family")
                    .like("cilium_ipam_capacity");
    private static final MetricFamily USED =
            MetricFamily.gauge(
                            "vibrissa_ip_addresses",
                            "Addresses in use.",
                            "pool",
                            "network",
                            "family")
                    .like("cilium_ip_addresses");
    private static final MetricFamily QUARANTINED =
            MetricFamily.gauge(
                    "vibrissa_ipam_quarantined",
                    "Addresses released and not free again yet.",
                    "pool",
                    "network",
                    "family");

    private final Ipam ipam;

    @Activate
    public IpamFigures(@Reference Ipam ipam) {
        this.ipam = ipam;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(CAPACITY, USED, QUARANTINED);
    }

    @Override
    public void collect(MetricSink sink) {
        for (PoolUsage usage : ipam.usage()) {
            String network = usage.network().toString();
            String family = usage.network().isIpv6() ? "ipv6" : "ipv4";
            sink.put(CAPACITY, usage.total().doubleValue(), usage.pool(), network, family);
            sink.put(USED, usage.used(), usage.pool(), network, family);
            sink.put(QUARANTINED, usage.quarantined(), usage.pool(), network, family);
        }
    }
}
