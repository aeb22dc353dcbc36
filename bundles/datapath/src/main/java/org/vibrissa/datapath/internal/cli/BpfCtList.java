package org.vibrissa.datapath.internal.cli;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.datapath.Conntrack;
import org.vibrissa.net.IpAddresses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa bpf ct list}: the flows as the kernel holds them. */
@Component(service = CommandProvider.class)
public final class BpfCtList extends BpfCommand {
    private final Conntrack conntrack;

    @Activate
    public BpfCtList(@Reference Conntrack conntrack) {
        super("ct", "list", "Connection tracking");
        this.conntrack = conntrack;
    }

    @Override
    public String example() {
        return "vibrissa bpf ct list --limit 100";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(conntrack, invocation);
    }

    @Command(description = "Lists tracked flows; SOURCE is the initiator.")
    private static final class Run implements Runnable {
        private final Conntrack conntrack;
        private final Invocation invocation;

        @Option(names = "--limit", defaultValue = "10000", description = "At most this many flows")
        private int limit;

        Run(Conntrack conntrack, Invocation invocation) {
            this.conntrack = conntrack;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            invocation.print(
                    Table.of(conntrack.list(limit))
                            .column("PROTO", "protocol", flow -> protocol(flow.protocol()))
                            .column("SOURCE", "source", f -> end(f.source(), f.sourcePort()))
                            .column(
                                    "DESTINATION",
                                    "destination",
                                    f -> end(f.destination(), f.destinationPort()))
                            .column("STATE", "state", Conntrack.Flow::state)
                            .column("EXPIRES", "expiresIn", Conntrack.Flow::expiresIn)
                            .column("TX PKTS", "forwardPackets", Conntrack.Flow::forwardPackets)
                            .column("TX BYTES", "forwardBytes", Conntrack.Flow::forwardBytes)
                            .column("RX PKTS", "replyPackets", Conntrack.Flow::replyPackets)
                            .column("RX BYTES", "replyBytes", Conntrack.Flow::replyBytes)
                            .column("SRC ID", "sourceIdentity", Conntrack.Flow::sourceIdentity)
                            .column(
                                    "DST ID",
                                    "destinationIdentity",
                                    Conntrack.Flow::destinationIdentity)
                            .whenEmpty("No flows are tracked now."));
        }

        private static String end(InetAddress address, int port) {
            String text = IpAddresses.format(address);
            return (address instanceof Inet6Address ? "[" + text + "]" : text) + ":" + port;
        }

        private static String protocol(int number) {
            return switch (number) {
                case 1 -> "ICMP";
                case 6 -> "TCP";
                case 17 -> "UDP";
                case 58 -> "ICMPv6";
                case 132 -> "SCTP";
                default -> Integer.toString(number);
            };
        }
    }
}
