package org.vibrissa.mode.internal.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.mode.internal.record.SwapRecord;
import org.vibrissa.mode.internal.run.ModeService;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peer;
import org.vibrissa.node.Peers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa mode get}. */
@Component(service = CommandProvider.class)
public final class ModeGet extends ModeCommand {
    private final Peers peers;
    private final ModeService service;

    @Activate
    public ModeGet(@Reference Peers peers, @Reference ModeService service) {
        super("mode get", "vibrissa mode get default -o json");
        this.peers = peers;
        this.service = service;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(peers, service, invocation);
    }

    /**
     * One group as shown.
     *
     * @param mode what is declared
     * @param modeInForce by which packets leave this host
     * @param accepts by which they are received
     * @param nodes of the group
     * @param swap the change that is not over, {@code ID PHASE}; empty for none
     */
    record Row(
            String group,
            String mode,
            String modeInForce,
            List<String> accepts,
            List<String> nodes,
            String swap) {}

    @Command(description = "Shows by which mode each path group is carried on this host.")
    private static final class Run implements Runnable {
        private final Peers peers;
        private final ModeService service;
        private final Invocation invocation;

        @Parameters(paramLabel = "GROUP", arity = "0..1", description = "One group (default: all)")
        private String group;

        Run(Peers peers, ModeService service, Invocation invocation) {
            this.peers = peers;
            this.service = service;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            Optional<SwapRecord> swap = ask(service::current);
            List<Row> rows = peers.groups().stream().map(g -> row(g, swap)).toList();
            if (group == null) {
                invocation.print(
                        Table.of(rows)
                                .column("GROUP", "group", Row::group)
                                .column("MODE", "mode", Row::mode)
                                .column("IN FORCE", "modeInForce", Row::modeInForce)
                                .column("ACCEPTS", "accepts", Row::accepts)
                                .column("NODES", "nodes", Row::nodes)
                                .column("CHANGE", "swap", Row::swap));
                return;
            }
            Row row =
                    rows.stream()
                            .filter(r -> r.group().equals(group))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            CommandFailed.failed(
                                                    "there is no path group " + group,
                                                    "vibrissa mode get"));
            invocation.print(row, out -> print(row, out));
        }

        private Row row(PathGroup of, Optional<SwapRecord> swap) {
            return new Row(
                    of.name(),
                    of.mode(),
                    of.modeInForce(),
                    of.accepts(),
                    peers.list().stream()
                            .filter(peer -> peer.group().equals(of.name()))
                            .map(Peer::name)
                            .toList(),
                    swap.filter(s -> s.group().equals(of.name()))
                            .map(s -> s.id() + " " + s.phase().word())
                            .orElse(""));
        }

        private static void print(Row row, PrintWriter out) {
            out.printf("Group:    %s%n", row.group());
            out.printf("Declared: %s%n", row.mode());
            out.printf("In force: %s%n", row.modeInForce());
            out.printf("Accepts:  %s%n", String.join(", ", row.accepts()));
            out.printf("Nodes:    %s%n", String.join(", ", row.nodes()));
            if (!row.swap().isEmpty()) {
                out.printf("Change:   %s%n", row.swap());
            }
        }
    }
}
