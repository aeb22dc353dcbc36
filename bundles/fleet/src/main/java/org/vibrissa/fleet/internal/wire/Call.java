package org.vibrissa.fleet.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A request that came in whole.
 *
 * @param path the handler's
 * @param caller the calling member's name; empty for a client without a certificate
 * @param certificate the caller's
 * @param address where the client comes from, without port
 */
public record Call(
        String path,
        Optional<String> caller,
        Optional<X509Certificate> certificate,
        String address,
        JsonNode body) {}
