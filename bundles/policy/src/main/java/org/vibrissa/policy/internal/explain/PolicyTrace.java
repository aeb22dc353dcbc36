package org.vibrissa.policy.internal.explain;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.PacketTrace;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.SyntheticPacket;
import org.vibrissa.policy.internal.engine.PolicyService;
import org.vibrissa.policy.internal.kernel.PolicyStage;
import org.vibrissa.policy.internal.rule.Protocol;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa policy trace}. */
@Component(service = CommandProvider.class)
public final class PolicyTrace implements CommandProvider {
    private static final int DENIED_BY_DEFAULT = 133;
    private static final int DENIED = 181;

    private final Parties parties;
    private final Reporter reporter;
    private final PolicyService service;
    private final Pipeline pipeline;

    @Activate
    public PolicyTrace(
            @Reference Parties parties,
            @Reference PolicyService service,
            @Reference PolicyStage stage,
            @Reference Pipeline pipeline) {
        this.parties = parties;
        this.service = service;
        this.pipeline = pipeline;
        reporter = new Reporter(service, stage);
    }

    @Override
    public String path() {
        return "policy trace";
    }

    @Override
    public String section() {
        return "Policy";
    }

    @Override
    public String example() {
        return "vibrissa policy trace --src xwing --dst deathstar --dport 80";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(this, invocation);
    }

    @Command(
            description = {
                "Says which rule of which document lets a packet pass or not, and what would change"
                        + " that.",
                "Nothing is sent. Exit code 1 when it is denied."
            })
    private static final class Run implements Callable<Integer> {
        private final PolicyTrace command;
        private final Invocation invocation;

        @Option(
                names = {"-s", "--src"},
                required = true,
                description =
                        "Who sends: an endpoint's name, an address, an identity's number, or labels"
                                + " (org=empire,class=tiefighter; reserved:world)")
        private String source;

        @Option(
                names = {"-d", "--dst"},
                required = true,
                description = "Who is to get it, written the same way")
        private String destination;

        @Option(
                names = "--dport",
                defaultValue = "80/tcp",
                description = "80, 80/tcp, 53/udp, icmp/8. Default: 80/tcp")
        private String port;

        @Option(
                names = "--packet",
                description =
                        "Also walks a synthetic packet through the live pipeline; the sender must be"
                                + " an endpoint of this host")
        private boolean packet;

        @Option(
                names = {"-v", "--verbose"},
                description = "Every rule, also those that do not match")
        private boolean verbose;

        Run(PolicyTrace command, Invocation invocation) {
            this.command = command;
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            Packet asked;
            try {
                asked = Packet.parse(port);
            } catch (IllegalArgumentException e) {
                throw CommandFailed.usage(e.getMessage(), "vibrissa policy trace --help")
                        .causedBy(e);
            }
            Party from = command.parties.parse(source);
            Party to = command.parties.parse(destination);
            TraceReport report = command.reporter.report(from, to, asked);
            if (packet) {
                report = command.walked(report, from, to, asked);
            }
            TraceReport shown = report;
            invocation.print(shown, out -> print(shown, out));
            if (!report.agrees()) {
                throw CommandFailed.failed(
                        "the kernel does not agree with the rules",
                        "vibrissa policy list; then vibrissa policy trace again: it may be a change"
                                + " under way");
            }
            return report.verdict().equals("DENIED") ? CommandFailed.FAILED : 0;
        }

        private void print(TraceReport report, PrintWriter out) {
            out.println("From  " + report.source());
            out.println("To    " + report.destination());
            out.println("What  " + report.packet());
            for (TraceReport.Step step : report.directions()) {
                out.println();
                out.println(heading(step));
                for (TraceReport.Line line : step.rules()) {
                    if (verbose || line.matches()) {
                        out.println("  " + (line.matches() ? "* " : "  ") + line.rule());
                        out.println("      " + line.says());
                        if (!line.matches()) {
                            out.println("      does not match: " + line.because());
                        }
                    }
                }
                out.println("  -> " + outcome(step));
                if (!step.audit().isEmpty()) {
                    out.println("  -> audit: it would be denied");
                }
            }
            out.println();
            out.println("Verdict: " + report.verdict());
            report.wouldChange().forEach(change -> out.println("  it would pass: " + change));
            report.kernel().forEach(line -> out.println("Kernel:  " + line));
        }

        private static String heading(TraceReport.Step step) {
            String policies =
                    step.policies().isEmpty()
                            ? "no policy selects it"
                            : String.join(", ", step.policies());
            String direction = step.direction().equals("egress") ? "Egress" : "Ingress";
            return direction + " of " + step.of() + ": " + policies;
        }

        private String rules(TraceReport.Step step) {
            int rules = step.rules().size();
            return (rules == 1 ? "1 rule" : rules + " rules")
                    + (verbose ? "" : "; -v shows why not");
        }

        private String outcome(TraceReport.Step step) {
            return switch (Verdict.valueOf(step.verdict())) {
                case NOT_ENFORCED -> "allowed: nothing is enforced";
                case ALLOWED ->
                        step.rule().isEmpty()
                                ? "allowed: not by a rule (policy.allow-localhost, or a tunnel between hosts)"
                                : "allowed by " + step.rule();
                case DENIED_BY_RULE -> "denied by " + step.rule();
                case DENIED_BY_DEFAULT ->
                        step.rules().isEmpty()
                                ? "denied: there is no rule for this direction"
                                : "denied: no rule allows it (" + rules(step) + ")";
            };
        }
    }

    /** The report with what the live pipeline did with a packet of this kind. */
    private TraceReport walked(TraceReport report, Party from, Party to, Packet packet) {
        if (from.endpoint().isEmpty() || from.address().isEmpty() || to.address().isEmpty()) {
            throw CommandFailed.usage(
                    "--packet needs a sender on this host and a receiver with an address",
                    "Name the sender's endpoint and the receiver's address.");
        }
        PacketTrace trace =
                pipeline.trace(synthetic(from.address().get(), to.address().get(), packet));
        List<String> lines = new ArrayList<>(report.kernel());
        lines.add(
                "packet "
                        + trace.verdict()
                        + (trace.dropReason() == 0 ? "" : ": " + trace.dropReasonName())
                        + words("egress", trace.egress())
                        + words("ingress", trace.ingress()));
        boolean dropped = trace.dropReason() == DENIED_BY_DEFAULT || trace.dropReason() == DENIED;
        return new TraceReport(
                report.source(),
                report.destination(),
                report.packet(),
                report.verdict(),
                report.directions(),
                report.wouldChange(),
                lines,
                report.agrees() && dropped == deniedHere(report, from, to));
    }

    /** Whether an end on this host refuses it; what the other host does is not seen here. */
    private static boolean deniedHere(TraceReport report, Party from, Party to) {
        return report.directions().stream()
                .filter(step -> !Verdict.valueOf(step.verdict()).passes())
                .anyMatch(
                        step ->
                                step.direction().equals("egress")
                                        ? from.endpoint().isPresent()
                                        : to.endpoint().isPresent());
    }

    private String words(String direction, PacketTrace.PolicyWord word) {
        return word.rule() == 0
                ? ""
                : "; " + direction + " by " + service.rules().describe(word.rule());
    }

    private static SyntheticPacket synthetic(InetAddress from, InetAddress to, Packet packet) {
        boolean icmp =
                packet.protocol() == Protocol.ICMP.number()
                        || packet.protocol() == Protocol.ICMPV6.number();
        SyntheticPacket.Protocol protocol =
                icmp
                        ? SyntheticPacket.Protocol.ICMP
                        : packet.protocol() == Protocol.UDP.number()
                                ? SyntheticPacket.Protocol.UDP
                                : SyntheticPacket.Protocol.TCP;
        return new SyntheticPacket(
                Chain.EP,
                from,
                to,
                protocol,
                40000,
                icmp ? 0 : packet.port(),
                icmp ? packet.port() : -1);
    }
}
