package org.vibrissa.ipam.internal;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.ipam.Ipam;
import org.vibrissa.ipam.PoolUsage;
import org.vibrissa.runtime.ReadyCheck;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceStore;

/** The IPAM row of {@code vibrissa status}. */
@Component
public final class IpamReady implements ReadyCheck {
    private final ResourceStore store;
    private final Ipam ipam;

    @Activate
    public IpamReady(@Reference ResourceStore store, @Reference Ipam ipam) {
        this.store = store;
        this.ipam = ipam;
    }

    @Override
    public String name() {
        return "IPAM";
    }

    @Override
    public Optional<String> pending() {
        return store.health().initialised()
                ? Optional.empty()
                : Optional.of("the store is not readable");
    }

    @Override
    public String summary() {
        if (pending().isPresent()) {
            return "FAILED (" + pending().get() + ")";
        }
        List<String> families = new ArrayList<>();
        families(false).ifPresent(families::add);
        families(true).ifPresent(families::add);
        String allocated = families.isEmpty() ? "no IpPool" : String.join(", ", families);
        return allocated + clusterPools();
    }

    /** What there is to say about blocks of this host. */
    private String clusterPools() {
        StringBuilder text = new StringBuilder();
        for (Resource pool : store.list(ClusterPoolKind.KIND)) {
            if (!pool.status().reason().isEmpty()) {
                text.append("; ClusterPool ").append(pool.name()).append(' ');
                text.append(pool.status().reason());
            }
        }
        return text.toString();
    }

    private Optional<String> families(boolean ipv6) {
        List<PoolUsage> usage =
                ipam.usage().stream().filter(u -> u.network().isIpv6() == ipv6).toList();
        if (usage.isEmpty()) {
            return Optional.empty();
        }
        BigInteger total =
                usage.stream().map(PoolUsage::total).reduce(BigInteger.ZERO, BigInteger::add);
        return Optional.of(
                (ipv6 ? "IPv6: " : "IPv4: ")
                        + usage.stream().mapToLong(PoolUsage::used).sum()
                        + "/"
                        + (total.bitLength() > 40 ? "2^" + total.bitLength() : total)
                        + " allocated");
    }
}
