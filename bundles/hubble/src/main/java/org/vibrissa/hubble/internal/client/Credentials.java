package org.vibrissa.hubble.internal.client;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * How a client shows and checks certificates.
 *
 * @param authorities PEM, those that may sign the server's certificate; empty = Java's own
 * @param certificate PEM, what the client shows; empty for none
 * @param key PEM, of that certificate
 * @param serverName what the server's certificate must name; empty = the host of its address
 * @param insecure whether any certificate will do
 */
public record Credentials(
        Optional<byte[]> authorities,
        Optional<byte[]> certificate,
        Optional<byte[]> key,
        Optional<String> serverName,
        boolean insecure) {
    /** Java's authorities and no certificate. */
    public static Credentials none() {
        return new Credentials(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /**
     * What Netty needs.
     *
     * @throws IllegalArgumentException when a PEM file holds something else, or one is missing
     */
    SslContext context() {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    "--tls-client-cert-file and --tls-client-key-file go together");
        }
        try {
            SslContextBuilder builder = GrpcSslContexts.forClient();
            if (insecure) {
                builder.trustManager(AnyCertificate.INSTANCE);
            } else if (authorities.isPresent()) {
                builder.trustManager(new ByteArrayInputStream(authorities.get()));
            }
            if (certificate.isPresent()) {
                builder.keyManager(
                        new ByteArrayInputStream(certificate.get()),
                        new ByteArrayInputStream(key.orElseThrow()));
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("TLS files cannot be used: " + e.getMessage(), e);
        }
    }
}
