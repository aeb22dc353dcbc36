package org.vibrissa.etcd.internal.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import javax.net.ssl.SSLException;
import org.vibrissa.etcd.internal.client.EtcdException.Kind;

/** What went wrong, in our words. */
final class Failures {
    private static final int DEADLINE = 4;
    private static final int NOT_FOUND = 5;
    private static final int PERMISSION = 7;
    private static final int EXHAUSTED = 8;
    private static final int OUT_OF_RANGE = 11;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    private Failures() {}

    static EtcdException of(IOException e, URI endpoint) {
        if (e instanceof HttpTimeoutException) {
            return new EtcdException(Kind.SLOW, endpoint + " gave no answer in time", e);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return new EtcdException(
                        Kind.CERTIFICATE,
                        endpoint
                                + ": TLS failed: "
                                + cause.getMessage()
                                + " (see etcd.ca, etcd.cert and the names in etcd's certificate)",
                        e);
            }
        }
        String why = e instanceof ConnectException ? "cannot connect" : "the connection broke";
        String detail = e.getMessage() == null ? "" : ": " + e.getMessage();
        return new EtcdException(Kind.UNREACHABLE, endpoint + ": " + why + detail, e);
    }

    /** An answer with {@code code} and {@code message}, as etcd's gateway makes them. */
    static EtcdException of(JsonNode error, URI endpoint) {
        String said = error.path("message").asText(error.path("error").asText());
        String text = endpoint + ": " + said;
        return switch (error.path("code").asInt(error.path("grpc_code").asInt())) {
            case DEADLINE, UNAVAILABLE -> new EtcdException(Kind.SLOW, text);
            case NOT_FOUND ->
                    new EtcdException(said.contains("lease") ? Kind.LEASE_GONE : Kind.OTHER, text);
            case PERMISSION, UNAUTHENTICATED -> new EtcdException(Kind.DENIED, text);
            case EXHAUSTED ->
                    new EtcdException(
                            said.contains("space exceeded") ? Kind.FULL : Kind.SLOW, text);
            case OUT_OF_RANGE ->
                    new EtcdException(
                            said.contains("compacted") ? Kind.COMPACTED : Kind.OTHER, text);
            default ->
                    new EtcdException(
                            said.contains("user name is empty")
                                            || said.contains("authentication failed")
                                    ? Kind.DENIED
                                    : Kind.OTHER,
                            text);
        };
    }
}
