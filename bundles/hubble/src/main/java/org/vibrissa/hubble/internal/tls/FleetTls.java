package org.vibrissa.hubble.internal.tls;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vibrissa.fleet.FleetCredentials;

/** The fleet's certificates, which it renews. */
public final class FleetTls implements TlsSource {
    private final Supplier<Optional<FleetCredentials>> fleet;

    public FleetTls(Supplier<Optional<FleetCredentials>> fleet) {
        this.fleet = fleet;
    }

    @Override
    public Optional<TlsMaterial> material() {
        return fleet.get()
                .flatMap(FleetCredentials::credentials)
                .map(
                        own ->
                                new TlsMaterial(
                                        own.key(),
                                        List.of(own.certificate()),
                                        List.of(own.authority())));
    }
}
