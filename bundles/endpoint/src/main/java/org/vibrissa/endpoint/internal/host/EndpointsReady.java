package org.vibrissa.endpoint.internal.host;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.endpoint.internal.realise.Reconciler;
import org.vibrissa.runtime.ReadyCheck;

/** The Endpoints row of {@code vibrissa status}. */
@Component
public final class EndpointsReady implements ReadyCheck {
    private final Reconciler reconciler;
    private final PoolNetworks pools;

    @Activate
    public EndpointsReady(@Reference Reconciler reconciler, @Reference PoolNetworks pools) {
        this.reconciler = reconciler;
        this.pools = pools;
    }

    @Override
    public String name() {
        return "Endpoints";
    }

    @Override
    public Optional<String> pending() {
        return pools.problem()
                .or(
                        () ->
                                reconciler.settled()
                                        ? Optional.empty()
                                        : Optional.of("declared endpoints are being tried"));
    }

    @Override
    public String summary() {
        return "%d/%d managed".formatted(reconciler.list().size(), reconciler.declared().size());
    }
}
