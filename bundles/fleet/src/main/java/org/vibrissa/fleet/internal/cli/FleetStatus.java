package org.vibrissa.fleet.internal.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.OutputFormat;
import org.vibrissa.control.Table;
import org.vibrissa.fleet.internal.FleetComponent;
import org.vibrissa.fleet.internal.member.MemberStatus;
import org.vibrissa.fleet.internal.member.Membership;
import org.vibrissa.fleet.internal.replica.Aside;
import picocli.CommandLine.Command;

/** {@code vibrissa fleet status}. */
@Component(service = CommandProvider.class)
public final class FleetStatus extends FleetCommand {
    private final FleetComponent fleet;

    @Activate
    public FleetStatus(@Reference FleetComponent fleet) {
        super("fleet status", "vibrissa fleet status -o json");
        this.fleet = fleet;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(fleet, invocation);
    }

    @Command(description = "Shows the members, and what of the fleet this host could not take.")
    private record Run(FleetComponent fleet, Invocation invocation) implements Runnable {
        private static final Duration NOTABLE = Duration.ofSeconds(2);

        @Override
        public void run() {
            Membership membership = ask(() -> fleet.life().required());
            List<MemberStatus> members = membership.status();
            List<Map<String, Object>> aside = membership.aside().stream().map(this::row).toList();
            if (invocation.format() != OutputFormat.TABLE) {
                invocation.print(
                        Map.of(
                                "fleet", membership.identity().member().fleet(),
                                "members", members,
                                "aside", aside),
                        out -> {});
                return;
            }
            invocation.out().println("Fleet " + membership.identity().member().fleet());
            invocation.print(
                    Table.of(members)
                            .column("NAME", "name", MemberStatus::name)
                            .column("ADDRESS", "address", MemberStatus::address)
                            .column("STATE", "state", MemberStatus::state)
                            .column("LAST SEEN", "lastSeen", MemberStatus::lastSeen)
                            .column("CERT EXPIRES", "expires", MemberStatus::expires)
                            .column("CA", "authority", m -> m.authority() ? "yes" : "")
                            .column("NOTE", "note", Run::note));
            for (Aside entry : membership.aside()) {
                invocation.out().println("Kept aside: " + entry.key() + ": " + entry.reason());
            }
        }

        private Map<String, Object> row(Aside entry) {
            return Map.of(
                    "resource", entry.key().toString(),
                    "version", entry.version().toString(),
                    "reason", entry.reason());
        }

        private static String note(MemberStatus member) {
            if (!member.problem().isEmpty()) {
                return member.problem();
            }
            Duration skew = member.skew();
            return skew.abs().compareTo(NOTABLE) < 0
                    ? ""
                    : "its clock is "
                            + skew.abs().toSeconds()
                            + " s "
                            + (skew.isNegative() ? "behind" : "ahead");
        }
    }
}
