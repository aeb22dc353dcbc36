package org.vibrissa.swap.internal;

import java.util.Map;
import org.vibrissa.control.CommandProvider;

/** What the {@code bundle} commands have in common. */
abstract class BundleCommand implements CommandProvider {
    private final String verb;
    private final int order;

    BundleCommand(String verb, int order) {
        this.verb = verb;
        this.order = order;
    }

    @Override
    public String path() {
        return "bundle " + verb;
    }

    @Override
    public String section() {
        return "Bundles";
    }

    @Override
    public int order() {
        return order;
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("bundle", "Lists, stops, starts, swaps and uninstalls bundles");
    }
}
