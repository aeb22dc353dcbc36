package org.vibrissa.fleet;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What this host shows other members, for bundles that speak with them by a protocol of their own.
 * Thread safe.
 */
@ProviderType
public interface FleetCredentials {
    /**
     * A certificate of the fleet.
     *
     * @param key of the certificate
     * @param certificate of this host: for servers and clients; it names the host as {@link Fleet}
     *     knows it, and as {@code NODE.default.hubble-grpc.cilium.io} for Hubble's clients
     * @param authority who signed it, and those of all other members
     */
    record Credentials(PrivateKey key, X509Certificate certificate, X509Certificate authority) {}

    /** Those in force; empty when this host is in no fleet. They are renewed: ask each time. */
    Optional<Credentials> credentials();
}
