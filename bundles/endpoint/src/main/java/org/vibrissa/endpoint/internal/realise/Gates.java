package org.vibrissa.endpoint.internal.realise;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.endpoint.EndpointGate;
import org.vibrissa.endpoint.LocalEndpoint;

/** What must be in place before an endpoint's first packet. */
@Component(service = Gates.class)
public final class Gates {
    private static final Logger LOG = LoggerFactory.getLogger(Gates.class);

    private final List<EndpointGate> gates = new CopyOnWriteArrayList<>();
    private volatile Optional<Consumer<EndpointGate>> added = Optional.empty();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeGate")
    void addGate(EndpointGate gate) {
        gates.add(gate);
        added.ifPresent(listener -> listener.accept(gate));
    }

    void removeGate(EndpointGate gate) {
        gates.remove(gate);
    }

    /** Hears of each gate that comes, to tell it of the endpoints that exist. */
    void listen(Consumer<EndpointGate> listener) {
        added = Optional.of(listener);
    }

    void forget() {
        added = Optional.empty();
    }

    /**
     * Asks all.
     *
     * @throws NotYet when one has failed
     */
    void opening(LocalEndpoint endpoint) {
        for (EndpointGate gate : gates) {
            try {
                gate.opening(endpoint);
            } catch (RuntimeException e) {
                throw new NotYet("it is not opened: " + e.getMessage(), e);
            }
        }
    }

    void changed(LocalEndpoint before, LocalEndpoint now) {
        each(gate -> gate.changed(before, now), now);
    }

    void gone(LocalEndpoint endpoint) {
        each(gate -> gate.gone(endpoint), endpoint);
    }

    private void each(Consumer<EndpointGate> call, LocalEndpoint endpoint) {
        for (EndpointGate gate : gates) {
            try {
                call.accept(gate);
            } catch (RuntimeException e) {
                LOG.error("a gate failed for endpoint {}", endpoint.key(), e);
            }
        }
    }
}
