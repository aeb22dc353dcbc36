package org.vibrissa.state.internal;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.ReadyCheck;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StoreHealth;

/** The State row of {@code vibrissa status}. */
@Component
public final class StateReady implements ReadyCheck {
    private final ResourceStore store;

    @Activate
    public StateReady(@Reference ResourceStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "State";
    }

    @Override
    public Optional<String> pending() {
        StoreHealth health = store.health();
        return health.initialised() ? Optional.empty() : Optional.of(health.reason());
    }

    @Override
    public String summary() {
        StoreHealth health = store.health();
        if (!health.initialised()) {
            return "FAILED (" + health.reason() + ")";
        }
        String state = health.writable() ? "OK" : "READ-ONLY (" + health.reason() + ")";
        return state
                + " ("
                + health.resources()
                + " resources, revision "
                + health.revision()
                + ")";
    }
}
