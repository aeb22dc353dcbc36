package org.vibrissa.mode.internal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.OutputFormat;
import org.vibrissa.mode.internal.run.LocalChange;
import org.vibrissa.mode.internal.run.ModeService;
import org.vibrissa.mode.internal.run.Order;
import org.vibrissa.mode.internal.run.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa mode set}. */
@Component(service = CommandProvider.class)
public final class ModeSet extends ModeCommand {
    private final ModeService service;
    private final LocalChange local;

    @Activate
    public ModeSet(@Reference ModeService service, @Reference LocalChange local) {
        super("mode set", "vibrissa mode set default geneve --confirm 30s");
        this.service = service;
        this.local = local;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(service, local, invocation);
    }

    @Command(
            description = {
                "Changes the mode of a path group on all hosts of the fleet while packets flow.",
                "All hosts receive both modes until none sends by the old one, so nothing is lost."
                        + " Every host goes back by itself unless the new mode is confirmed, which"
                        + " it is when all paths that answered before answer by it."
            })
    private static final class Run implements Runnable {
        private final ModeService service;
        private final LocalChange local;
        private final Invocation invocation;

        @Parameters(index = "0", paramLabel = "GROUP", description = "Path group, or default.")
        private String group;

        @Parameters(index = "1", paramLabel = "MODE", description = "vxlan, geneve or native.")
        private String mode;

        @Option(
                names = "--canary",
                paramLabel = "NODE",
                split = ",",
                arity = "1..*",
                description = "Hosts that send by the new mode before the others do.")
        private List<String> canaries = List.of();

        @Option(
                names = "--confirm",
                paramLabel = "TIME",
                defaultValue = "30s",
                description = "When a host goes back that was not told to stay (default: 30s).")
        private String confirm;

        @Option(
                names = "--manual",
                description =
                        "Wait for vibrissa mode confirm before the new mode stays, with --canary"
                                + " before the other hosts follow.")
        private boolean manual;

        @Option(
                names = "--drain",
                paramLabel = "TIME",
                defaultValue = "2s",
                description =
                        "How long nothing must come by the old mode before it is taken back"
                                + " (default: 2s).")
        private String drain;

        @Option(names = "--dry-run", description = "Only say what each host would do.")
        private boolean dryRun;

        @Option(
                names = "--no-wait",
                description = "Return when it has begun; see: vibrissa mode get.")
        private boolean noWait;

        @Option(
                names = "--accept-only",
                description = "This host alone: receive the mode too, go on sending as now.")
        private boolean acceptOnly;

        @Option(
                names = "--local",
                description =
                        "This host alone: send by the mode. The others must accept it already.")
        private boolean alone;

        Run(ModeService service, LocalChange local, Invocation invocation) {
            this.service = service;
            this.local = local;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            Duration window =
                    Spans.parse("--confirm", confirm, Duration.ofSeconds(1), Duration.ofHours(24));
            Duration quiet =
                    Spans.parse("--drain", drain, Duration.ofMillis(1), Duration.ofMinutes(10));
            if (alone && acceptOnly) {
                throw CommandFailed.usage("--local and --accept-only exclude each other", "");
            }
            if (alone || acceptOnly) {
                print(ask(() -> onlyHere()));
                return;
            }
            Order order =
                    new Order(
                            group,
                            mode,
                            canaries,
                            window,
                            manual,
                            quiet,
                            invocation.peer().toString());
            Plan plan = ask(() -> service.plan(order, this::tell));
            if (dryRun) {
                PlanText.print(plan, invocation);
            } else if (plan.done()) {
                invocation
                        .err()
                        .println(group + " is carried by " + mode + " on all hosts already");
            } else {
                make(plan);
            }
        }

        /** So that nobody wonders for what it waits. */
        private void tell(String phase, String text) {
            if (invocation.format() == OutputFormat.TABLE) {
                invocation.err().printf("%-9s %s%n", phase, text);
                invocation.err().flush();
            }
        }

        private ObjectNode onlyHere() {
            return acceptOnly ? local.accept(group, mode) : local.force(group, mode);
        }

        private void print(ObjectNode said) {
            invocation.print(said, out -> out.println(said.path("text").asText()));
        }

        private void make(Plan plan) {
            Follower follower = new Follower(invocation);
            ObjectNode signed = ask(() -> follower.follow(service, plan, noWait));
            if (signed.isEmpty()) {
                return;
            }
            invocation.print(signed.path("receipt"), out -> ReceiptText.print(signed, out));
            String result = signed.path("receipt").path("result").asText();
            if (!result.equals("completed")) {
                throw CommandFailed.failed(
                        "%s: %s".formatted(result, signed.path("receipt").path("reason").asText()),
                        "vibrissa receipt show " + signed.path("receipt").path("id").asText());
            }
        }
    }
}
