package org.vibrissa.routing.internal;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.ReadyCheck;

/** The Routing row of {@code vibrissa status}. A peer that cannot be reached delays no start. */
@Component
public final class RoutingReady implements ReadyCheck {
    private final NativeMode mode;

    @Activate
    public RoutingReady(@Reference NativeMode mode) {
        this.mode = mode;
    }

    @Override
    public String name() {
        return "Routing";
    }

    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        if (!mode.inUse()) {
            return "idle (no path group uses mode native)";
        }
        List<PrefixRoute> routes = mode.state();
        List<PrefixRoute> missing =
                routes.stream().filter(route -> route.problem().isPresent()).toList();
        return missing.isEmpty()
                ? "OK (%d %s)".formatted(routes.size(), routes.size() == 1 ? "route" : "routes")
                : "%d of %d routes missing: %s"
                        .formatted(missing.size(), routes.size(), missing.get(0).state());
    }
}
