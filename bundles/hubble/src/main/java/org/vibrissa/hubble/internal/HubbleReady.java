package org.vibrissa.hubble.internal;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.ReadyCheck;

/** The Hubble row of {@code vibrissa status}. The daemon is ready without it. */
@Component
public final class HubbleReady implements ReadyCheck {
    private final HubbleComponent hubble;

    @Activate
    public HubbleReady(@Reference HubbleComponent hubble) {
        this.hubble = hubble;
    }

    @Override
    public String name() {
        return "Hubble";
    }

    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        return hubble.summary();
    }
}
