package org.vibrissa.datapath.internal.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.PacketTrace;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.PolicyVerdict;
import org.vibrissa.datapath.Slots;
import org.vibrissa.datapath.SyntheticPacket;
import org.vibrissa.net.IpAddresses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa pipeline trace}. */
@Component
public final class PipelineTrace implements CommandProvider {
    private final Pipeline pipeline;

    @Activate
    public PipelineTrace(@Reference Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public String path() {
        return "pipeline trace";
    }

    @Override
    public String section() {
        return "Datapath";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("pipeline", "The stages packets walk, their owners and their cost");
    }

    @Override
    public String example() {
        return "vibrissa pipeline trace --src 10.200.0.2 --dst 10.200.0.3 --protocol tcp --dport 80";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(pipeline, invocation);
    }

    @Command(
            description =
                    "Walks one synthetic packet through the live pipeline; nothing is sent or"
                            + " counted.")
    private static final class Run implements Runnable {
        private final Pipeline pipeline;
        private final Invocation invocation;

        @Option(
                names = "--chain",
                defaultValue = "EP",
                description = "Where it enters: ${COMPLETION-CANDIDATES}. Default: ep")
        private Chain chain;

        @Option(names = "--src", required = true, description = "Source address")
        private String source;

        @Option(names = "--dst", required = true, description = "Destination address")
        private String destination;

        @Option(
                names = "--protocol",
                defaultValue = "TCP",
                description = "${COMPLETION-CANDIDATES}. Default: tcp")
        private SyntheticPacket.Protocol protocol;

        @Option(names = "--sport", defaultValue = "40000", description = "Source port, 0..65535")
        private int sourcePort;

        @Option(names = "--dport", defaultValue = "80", description = "Destination port, 0..65535")
        private int destinationPort;

        @Option(
                names = "--icmp-type",
                defaultValue = "-1",
                description = "With --protocol icmp: 0..255. Default: the echo request")
        private int icmpType;

        Run(Pipeline pipeline, Invocation invocation) {
            this.pipeline = pipeline;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            PacketTrace trace;
            try {
                trace =
                        pipeline.trace(
                                new SyntheticPacket(
                                        chain,
                                        IpAddresses.parse(source),
                                        IpAddresses.parse(destination),
                                        protocol,
                                        sourcePort,
                                        destinationPort,
                                        icmpType));
            } catch (IllegalArgumentException e) {
                throw CommandFailed.usage(e.getMessage(), "vibrissa endpoint list").causedBy(e);
            }
            invocation.print(trace, out -> print(trace, out));
        }

        private static void print(PacketTrace trace, PrintWriter out) {
            for (PacketTrace.Step step : trace.steps()) {
                out.printf(
                        "%-5s %2d %-15s %-28s %5d ns%n",
                        step.chain().label(),
                        step.slot(),
                        Slots.name(step.slot()),
                        step.owner(),
                        step.nanos());
            }
            out.printf(
                    "identities %s -> %s%n",
                    Integer.toUnsignedString(trace.sourceIdentity()),
                    Integer.toUnsignedString(trace.destinationIdentity()));
            print("egress", trace.egress(), out);
            print("ingress", trace.ingress(), out);
            String reason = trace.dropReason() == 0 ? "" : ": " + trace.dropReasonName();
            out.printf("verdict %s%s, %d ns in all%n", trace.verdict(), reason, trace.nanos());
        }

        private static void print(String direction, PacketTrace.PolicyWord word, PrintWriter out) {
            if (word.verdict() != PolicyVerdict.NONE) {
                out.printf(
                        "policy %s: %s%s%s%n",
                        direction,
                        word.verdict().name().toLowerCase(Locale.ROOT),
                        word.noted() ? " (only noted)" : "",
                        word.rule() == 0 ? "" : " by rule " + word.rule());
            }
        }
    }
}
