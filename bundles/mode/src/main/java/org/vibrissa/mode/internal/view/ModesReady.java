package org.vibrissa.mode.internal.view;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.mode.internal.host.Refused;
import org.vibrissa.runtime.ReadyCheck;

/** The Modes row of {@code vibrissa status}. */
@Component
public final class ModesReady implements ReadyCheck {
    private final GroupRows groups;

    @Activate
    public ModesReady(@Reference GroupRows groups) {
        this.groups = groups;
    }

    @Override
    public String name() {
        return "Modes";
    }

    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        try {
            return text(groups.list());
        } catch (Refused e) {
            return e.getMessage();
        }
    }

    static String text(List<GroupRow> groups) {
        String used =
                groups.stream()
                        .filter(row -> !row.modeInForce().isEmpty())
                        .map(ModesReady::text)
                        .collect(Collectors.joining(", "));
        return used.isEmpty() ? "idle (no other host)" : used;
    }

    private static String text(GroupRow row) {
        String text = row.group() + " by " + row.modeInForce();
        if (!row.swap().isEmpty()) {
            return text + " (change " + row.swap() + ")";
        }
        List<String> beside =
                row.accepts().stream().filter(mode -> !mode.equals(row.modeInForce())).toList();
        return beside.isEmpty() ? text : text + " (receives " + String.join(", ", beside) + " too)";
    }
}
