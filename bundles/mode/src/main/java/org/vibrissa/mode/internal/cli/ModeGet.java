package org.vibrissa.mode.internal.cli;

import java.io.PrintWriter;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.mode.internal.view.GroupRow;
import org.vibrissa.mode.internal.view.GroupRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa mode get}. */
@Component(service = CommandProvider.class)
public final class ModeGet extends ModeCommand {
    private final GroupRows groups;

    @Activate
    public ModeGet(@Reference GroupRows groups) {
        super("mode get", "vibrissa mode get default -o json");
        this.groups = groups;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(groups, invocation);
    }

    @Command(description = "Shows by which mode each path group is carried on this host.")
    private static final class Run implements Runnable {
        private final GroupRows groups;
        private final Invocation invocation;

        @Parameters(paramLabel = "GROUP", arity = "0..1", description = "One group (default: all)")
        private String group;

        Run(GroupRows groups, Invocation invocation) {
            this.groups = groups;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            List<GroupRow> rows = ask(groups::list);
            if (group == null) {
                invocation.print(
                        Table.of(rows)
                                .column("GROUP", "group", GroupRow::group)
                                .column("MODE", "mode", GroupRow::mode)
                                .column("IN FORCE", "modeInForce", GroupRow::modeInForce)
                                .column("ACCEPTS", "accepts", GroupRow::accepts)
                                .column("NODES", "nodes", GroupRow::nodes)
                                .column("CHANGE", "swap", GroupRow::swap));
                return;
            }
            GroupRow row =
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

        private static void print(GroupRow row, PrintWriter out) {
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
