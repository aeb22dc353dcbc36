package org.vibrissa.datapath.internal.cli;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.datapath.Conntrack;
import org.vibrissa.net.IpAddresses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa bpf ct flush}. */
@Component(service = CommandProvider.class)
public final class BpfCtFlush extends BpfCommand {
    private final Conntrack conntrack;

    @Activate
    public BpfCtFlush(@Reference Conntrack conntrack) {
        super("ct", "flush", "Connection tracking");
        this.conntrack = conntrack;
    }

    @Override
    public String example() {
        return "vibrissa bpf ct flush --address 10.200.0.2";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(conntrack, invocation);
    }

    @Command(
            description =
                    "Forgets tracked flows, of one address or all. Their next packets are judged"
                            + " anew.")
    private static final class Run implements Runnable {
        private final Conntrack conntrack;
        private final Invocation invocation;

        @Option(names = "--address", paramLabel = "IP", description = "Flows of this address")
        private String address;

        @Option(names = "--all", description = "Every flow")
        private boolean all;

        Run(Conntrack conntrack, Invocation invocation) {
            this.conntrack = conntrack;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            if (all == (address != null)) {
                throw CommandFailed.usage("name either --address IP or --all", "");
            }
            long flushed = conntrack.flush(Optional.ofNullable(address).map(Run::parse));
            invocation.print(
                    Map.of("flushed", flushed), out -> out.println(flushed + " flows forgotten"));
        }

        private static InetAddress parse(String text) {
            try {
                return IpAddresses.parse(text);
            } catch (IllegalArgumentException e) {
                throw CommandFailed.usage(e.getMessage(), "").causedBy(e);
            }
        }
    }
}
