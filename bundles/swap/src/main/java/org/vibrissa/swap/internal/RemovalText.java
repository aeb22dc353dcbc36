package org.vibrissa.swap.internal;

import java.util.List;
import java.util.Locale;
import org.vibrissa.swap.BundleRemoval;

/** What goes with a bundle, for people. */
final class RemovalText {
    private RemovalText() {}

    static String of(BundleRemoval removal) {
        StringBuilder text = new StringBuilder();
        text.append(removal.bundle()).append(' ').append(removal.version());
        text.append(removal.dryRun() ? " would be uninstalled\n" : " uninstalled\n");
        lines(text, "slots", removal.slots());
        lines(text, "programs", removal.programs());
        lines(text, "maps", removal.maps());
        lines(text, "links", removal.links());
        lines(text, "pins", removal.pins());
        lines(text, "jar", removal.jar().isEmpty() ? List.of() : List.of(removal.jar()));
        lines(text, "serves", removal.dependents());
        return text.toString();
    }

    private static void lines(StringBuilder text, String name, List<String> items) {
        String head = name;
        for (String item : items) {
            text.append(String.format(Locale.ROOT, "  %-9s", head)).append(item).append('\n');
            head = "";
        }
    }
}
