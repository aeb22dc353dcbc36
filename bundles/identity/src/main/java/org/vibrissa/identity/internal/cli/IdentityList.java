package org.vibrissa.identity.internal.cli;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.internal.view.IdentityRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa identity list}. */
@Component(service = CommandProvider.class)
public final class IdentityList extends IdentityCommand {
    private final Identities identities;

    @Activate
    public IdentityList(@Reference Identities identities) {
        super("list");
        this.identities = identities;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(identities, invocation);
    }

    @Command(description = "Lists identities: reserved, of the fleet, of prefixes.")
    private static final class Run implements Runnable {
        private final Identities identities;
        private final Invocation invocation;

        @Option(
                names = {"-l", "--label"},
                paramLabel = "LABEL",
                description = "Only those with this label, [SOURCE:]KEY=VALUE; may be given often")
        private List<String> labels = List.of();

        Run(Identities identities, Invocation invocation) {
            this.identities = identities;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            List<Label> wanted;
            try {
                wanted = labels.stream().map(Label::parse).toList();
            } catch (IllegalArgumentException e) {
                throw CommandFailed.usage(
                        "--label " + e.getMessage(), "vibrissa identity list --help");
            }
            List<Identity> rows =
                    identities.list().stream()
                            .filter(i -> wanted.stream().allMatch(i.labels()::matches))
                            .toList();
            invocation.print(
                    Table.of(rows.stream().map(IdentityRow::of).toList())
                            .column("ID", "id", IdentityRow::id)
                            .column("LABELS", "labels", IdentityRow::labels)
                            .whenEmpty("No identity has these labels."));
        }
    }
}
