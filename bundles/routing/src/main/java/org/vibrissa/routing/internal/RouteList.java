package org.vibrissa.routing.internal;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.net.IpAddresses;
import picocli.CommandLine.Command;

/** {@code vibrissa route list}. */
@Component(service = CommandProvider.class)
public final class RouteList implements CommandProvider {
    private final NativeMode mode;

    @Activate
    public RouteList(@Reference NativeMode mode) {
        this.mode = mode;
    }

    @Override
    public String path() {
        return "route list";
    }

    @Override
    public String section() {
        return "Nodes";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("route", "Routes to other hosts without a tunnel");
    }

    @Override
    public String example() {
        return "vibrissa route list";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(mode, invocation);
    }

    @Command(
            description = {
                "Lists the prefixes of other hosts that mode native reaches, and the next hops.",
                "The routes are those of protocol vibrissa (118) and metric 2048 in ip route."
            })
    private record Run(NativeMode mode, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(mode.state())
                            .column("PREFIX", "prefix", route -> route.prefix().toString())
                            .column("NODE", "node", PrefixRoute::node)
                            .column(
                                    "NEXT HOP",
                                    "nextHops",
                                    route ->
                                            route.ways().stream()
                                                    .map(way -> IpAddresses.format(way.next()))
                                                    .toList())
                            .column(
                                    "DEVICE",
                                    "devices",
                                    route -> route.ways().stream().map(Way::device).toList())
                            .column("MTU", "mtu", PrefixRoute::mtu)
                            .column("STATE", "state", PrefixRoute::state)
                            .whenEmpty(
                                    "No path group uses mode native. Change one: vibrissa mode set"
                                            + " GROUP native"));
        }
    }
}
