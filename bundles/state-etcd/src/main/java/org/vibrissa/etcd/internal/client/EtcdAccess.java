package org.vibrissa.etcd.internal.client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach etcd and as whom. Immutable.
 *
 * @param endpoints at least one
 * @param ca what etcd's certificate must be signed by; empty for those that Java trusts
 * @param certificate this host's own; with {@code key} or without both
 * @param user with {@code passwordFile} or without both
 * @param timeout longest wait for one answer
 */
public record EtcdAccess(
        List<URI> endpoints,
        Optional<Path> ca,
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<String> user,
        Optional<Path> passwordFile,
        Duration timeout) {
    public EtcdAccess {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("etcd.endpoints is empty: name etcd's URLs there");
        }
        for (URI endpoint : endpoints) {
            String scheme = String.valueOf(endpoint.getScheme());
            if (!scheme.matches("https?") || endpoint.getHost() == null || endpoint.getPort() < 1) {
                throw new IllegalArgumentException(
                        "etcd.endpoints: "
                                + endpoint
                                + " is no URL such as https://192.0.2.11:2379");
            }
        }
        together("etcd.cert", certificate, "etcd.key", key);
        together("etcd.user", user, "etcd.password-file", passwordFile);
    }

    private static void together(String one, Optional<?> a, String other, Optional<?> b) {
        if (a.isPresent() != b.isPresent()) {
            throw new IllegalArgumentException(
                    (a.isPresent() ? one : other)
                            + " is set and "
                            + (a.isPresent() ? other : one)
                            + " is not: they go together");
        }
    }

    /** Whether any endpoint is spoken to by TLS. */
    public boolean tls() {
        return endpoints.stream().anyMatch(e -> "https".equals(e.getScheme()));
    }
}
