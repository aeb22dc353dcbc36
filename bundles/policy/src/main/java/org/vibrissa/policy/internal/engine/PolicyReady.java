package org.vibrissa.policy.internal.engine;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.ReadyCheck;

/** The Policy row of {@code vibrissa status}: ready when what was declared is in force. */
@Component
public final class PolicyReady implements ReadyCheck {
    private final PolicyService service;

    @Activate
    public PolicyReady(@Reference PolicyService service) {
        this.service = service;
    }

    @Override
    public String name() {
        return "Policy";
    }

    @Override
    public Optional<String> pending() {
        return service.waitsFor().map(what -> "policy waits for " + what);
    }

    @Override
    public String summary() {
        return service.waitsFor().isEmpty()
                ? service.summary()
                : "waits for " + service.waitsFor().get();
    }
}
