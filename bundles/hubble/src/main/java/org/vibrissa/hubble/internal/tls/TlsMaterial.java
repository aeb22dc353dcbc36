package org.vibrissa.hubble.internal.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What one side of a TLS connection has.
 *
 * @param key of the first certificate
 * @param chain its own certificate first
 * @param trusted authorities of the other side; none = the other side shows no certificate
 */
public record TlsMaterial(
        PrivateKey key, List<X509Certificate> chain, List<X509Certificate> trusted) {
    public TlsMaterial {
        chain = List.copyOf(chain);
        trusted = List.copyOf(trusted);
    }
}
