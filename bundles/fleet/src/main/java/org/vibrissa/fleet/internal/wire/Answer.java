package org.vibrissa.fleet.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What came back.
 *
 * @param from the answering host's certificates: its own, then its authority
 */
public record Answer(JsonNode body, List<X509Certificate> from) {}
