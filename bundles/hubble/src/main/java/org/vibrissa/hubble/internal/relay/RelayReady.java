package org.vibrissa.hubble.internal.relay;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.ReadyCheck;

/** The Hubble Relay row of {@code vibrissa status}. The daemon is ready without it. */
@Component
public final class RelayReady implements ReadyCheck {
    private final RelayComponent relay;

    @Activate
    public RelayReady(@Reference RelayComponent relay) {
        this.relay = relay;
    }

    @Override
    public String name() {
        return "Hubble Relay";
    }

    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        return relay.summary();
    }
}
