package org.vibrissa.ipam.internal.cli;

import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.ipam.Allocation;
import org.vibrissa.ipam.Ipam;
import org.vibrissa.state.ResourceStore;
import picocli.CommandLine.Command;

/** {@code vibrissa ipam list}. */
@Component(service = CommandProvider.class)
public final class IpamList extends IpamCommand {
    private final Ipam ipam;
    private final ResourceStore store;

    @Activate
    public IpamList(@Reference Ipam ipam, @Reference ResourceStore store) {
        super("list");
        this.ipam = ipam;
        this.store = store;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(ipam, store, invocation);
    }

    @Command(description = "Lists who has which addresses.")
    private record Run(Ipam ipam, ResourceStore store, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            Map<String, String> names =
                    store.trusted().all().stream()
                            .collect(
                                    Collectors.toMap(
                                            resource -> resource.metadata().uid(),
                                            resource -> resource.key().toString(),
                                            (one, other) -> one));
            invocation.print(
                    Table.of(ipam.list())
                            .column("OWNER", "owner", a -> names.getOrDefault(a.owner(), a.owner()))
                            .column("POOL", "pool", Allocation::pool)
                            .column("ADDRESSES", "addresses", Allocation::addresses)
                            .column("GATEWAYS", "gateways", Allocation::gateways)
                            .detail("uid", Allocation::owner)
                            .whenEmpty("No address is allocated."));
        }
    }
}
