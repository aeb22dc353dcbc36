package org.vibrissa.ipam.internal.cli;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.ipam.Ipam;
import org.vibrissa.ipam.PoolUsage;
import org.vibrissa.state.ResourceStore;
import picocli.CommandLine.Command;

/** {@code vibrissa ipam usage}. */
@Component(service = CommandProvider.class)
public final class IpamUsage extends IpamCommand {
    private final Ipam ipam;
    private final ResourceStore store;

    @Activate
    public IpamUsage(@Reference Ipam ipam, @Reference ResourceStore store) {
        super("usage");
        this.ipam = ipam;
        this.store = store;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(ipam, store, invocation);
    }

    @Command(description = "Shows how full each network of each pool is.")
    private record Run(Ipam ipam, ResourceStore store, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            store.trusted();
            invocation.print(
                    Table.of(ipam.usage())
                            .column("POOL", "pool", PoolUsage::pool)
                            .column("NETWORK", "network", PoolUsage::network)
                            .column("TOTAL", "total", PoolUsage::total)
                            .column("USED", "used", PoolUsage::used)
                            .column("QUARANTINE", "quarantined", PoolUsage::quarantined)
                            .column("FREE", "free", PoolUsage::free)
                            .whenEmpty("There is no pool; apply an IpPool."));
        }
    }
}
