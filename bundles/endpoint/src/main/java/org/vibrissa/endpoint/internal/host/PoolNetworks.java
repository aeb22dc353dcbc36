package org.vibrissa.endpoint.internal.host;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.datapath.HostDevice;
import org.vibrissa.ipam.Ipam;
import org.vibrissa.ipam.PoolInfo;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Subscription;

/** Keeps gateways, pool routes and masquerading in step with the pools. */
@Component(service = PoolNetworks.class, immediate = true)
public final class PoolNetworks implements ResourceListener {
    private static final Logger LOG = LoggerFactory.getLogger(PoolNetworks.class);

    private final Ipam ipam;
    private final HostDevice host;
    private final Masquerade masquerade;
    private final Subscription watch;
    private boolean initialised;
    private volatile Optional<String> problem = Optional.of("pools are not known yet");

    @Activate
    public PoolNetworks(
            @Reference ResourceStore store,
            @Reference Ipam ipam,
            @Reference HostDevice host,
            @Reference Masquerade masquerade) {
        this.ipam = ipam;
        this.host = host;
        this.masquerade = masquerade;
        this.watch = store.watch("IpPool", "vib-pool-networks", this);
    }

    @Deactivate
    void deactivate() {
        watch.close();
    }

    @Override
    public void changed(ResourceEvent event) {
        if (initialised) {
            apply();
        }
    }

    @Override
    public void initialised() {
        initialised = true;
        apply();
    }

    private void apply() {
        Set<InetAddress> gateways = new HashSet<>();
        Set<IpPrefix> networks = new HashSet<>();
        for (PoolInfo pool : ipam.pools()) {
            gateways.addAll(pool.gateways());
            networks.addAll(pool.networks());
        }
        try {
            host.configure(gateways, networks);
            masquerade.pools(networks);
            problem = Optional.empty();
        } catch (RuntimeException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
            LOG.error("pools could not be brought to the host", e);
        }
    }

    /** Why the pools are not in force. */
    public Optional<String> problem() {
        return problem;
    }
}
