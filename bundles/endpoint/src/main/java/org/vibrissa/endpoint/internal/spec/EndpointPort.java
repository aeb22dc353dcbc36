package org.vibrissa.endpoint.internal.spec;

import java.util.List;
import java.util.Optional;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.SpecReader;

/**
 * A name for a port, as Kubernetes' containers have them: policies may say it in place of the
 * number.
 *
 * @param name 1..15 characters of {@code a-z0-9-}, with a letter
 * @param port 1..65535
 * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
 */
public record EndpointPort(String name, int port, String protocol) {
    private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");

    static EndpointPort decode(SpecReader in) {
        Optional<String> name = in.value("name", EndpointPort::portName);
        Optional<Long> port = in.integer("port", 1, 65535);
        String protocol = in.choice("protocol", PROTOCOLS).orElse("TCP");
        in.end();
        return new EndpointPort(
                required(name, in.path("name")),
                required(port, in.path("port")).intValue(),
                protocol);
    }

    private static <T> T required(Optional<T> value, String path) {
        return value.orElseThrow(() -> new InvalidResource(path, "is required"));
    }

    /** RFC 6335, section 5.1. */
    private static String portName(String text) {
        if (!text.matches("[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?")
                || !text.matches(".*[a-z].*")
                || text.contains("--")) {
            throw new IllegalArgumentException(
                    "is no name of a port: 1..15 of a-z, 0-9 and -, with a letter: " + text);
        }
        return text;
    }

    String id() {
        return protocol + "/" + name;
    }
}
