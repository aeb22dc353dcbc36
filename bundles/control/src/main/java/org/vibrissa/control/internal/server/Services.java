package org.vibrissa.control.internal.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vibrissa.config.Configuration;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.DebugSection;
import org.vibrissa.control.RestRoutes;
import org.vibrissa.runtime.Footprint;
import org.vibrissa.runtime.Node;
import org.vibrissa.runtime.ReadyCheck;
import org.vibrissa.runtime.Shutdown;
import org.vibrissa.state.Documents;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.swap.Bundles;

/** What commands and routes of this bundle see of the daemon, at the moment they ask. */
public interface Services {
    /** After which a command or route of a bundle that does not start is answered as unknown. */
    Duration LATE = Duration.ofSeconds(20);

    Node node();

    /** Waits for the contributions of bundles that start after readiness. */
    default void awaitContributions() {
        try {
            node().awaitLateBundles(LATE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Shutdown shutdown();

    List<CommandProvider> commandProviders();

    List<RestRoutes> restRoutes();

    List<ReadyCheck> readyChecks();

    List<Footprint> footprints();

    List<DebugSection> debugSections();

    Optional<ResourceStore> store();

    Optional<Documents> documents();

    Optional<Bundles> bundles();

    Optional<Configuration> configuration();
}
