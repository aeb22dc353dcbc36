package org.vibrissa.metrics.internal.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the server's certificate is.
 *
 * @param certificate with those between it and its authority
 * @param key of the certificate
 * @param clientAuthority whose clients may ask; empty = everybody
 */
record TlsFiles(Path certificate, Path key, Optional<Path> clientAuthority) {
    /**
     * As configured; empty when nothing is.
     *
     * @throws IllegalArgumentException when one of certificate and key is missing
     */
    static Optional<TlsFiles> of(String certificate, String key, String clientAuthority) {
        if (certificate.isEmpty() && key.isEmpty() && clientAuthority.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new IllegalArgumentException(
                    "metrics.tls."
                            + (certificate.isEmpty() ? "cert" : "key")
                            + " is missing: TLS needs metrics.tls.cert and metrics.tls.key");
        }
        return Optional.of(
                new TlsFiles(
                        Path.of(certificate),
                        Path.of(key),
                        clientAuthority.isEmpty()
                                ? Optional.empty()
                                : Optional.of(Path.of(clientAuthority))));
    }

    /** Changes whenever one of the files does. */
    String stamp() throws IOException {
        List<String> stamps = new ArrayList<>();
        for (Path file : all()) {
            stamps.add(Files.getLastModifiedTime(file) + " " + Files.size(file));
        }
        return String.join(",", stamps);
    }

    private List<Path> all() {
        List<Path> files = new ArrayList<>(List.of(certificate, key));
        clientAuthority.ifPresent(files::add);
        return files;
    }
}
