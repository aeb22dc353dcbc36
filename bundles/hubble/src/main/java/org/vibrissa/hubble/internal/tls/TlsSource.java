package org.vibrissa.hubble.internal.tls;

import java.util.Optional;

/** Where certificates come from; asked at each handshake. Thread safe. */
@FunctionalInterface
public interface TlsSource {
    /** Those in force; empty while there are none. */
    Optional<TlsMaterial> material();
}
