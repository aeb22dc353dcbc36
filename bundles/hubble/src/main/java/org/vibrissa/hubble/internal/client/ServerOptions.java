package org.vibrissa.hubble.internal.client;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.control.Invocation;
import picocli.CommandLine.Option;

/** Which server is asked: this daemon unless one is named. Files are read by the client. */
public sealed class ServerOptions permits FleetOptions {
    @Option(
            names = "--server",
            paramLabel = "ADDRESS",
            description =
                    "Asks another server: host:port, tls://host:port, unix:///path (default: this"
                            + " host's daemon).")
    private String server = "";

    @Option(
            names = {"--all-nodes", "--fleet"},
            description = "Asks all hosts of the fleet, by this host's listener for it.")
    private boolean fleet;

    @Option(names = "--tls", description = "Speaks TLS with the server.")
    private boolean tls;

    @Option(
            names = "--tls-allow-insecure",
            description = "Speaks TLS and believes any certificate.")
    private boolean insecure;

    @Option(
            names = "--tls-ca-cert-files",
            paramLabel = "FILE",
            split = ",",
            description = "PEM files with the authorities of the server's certificate.")
    private List<String> authorities = new ArrayList<>();

    @Option(
            names = "--tls-client-cert-file",
            paramLabel = "FILE",
            description = "PEM file with the certificate to show.")
    private String certificate = "";

    @Option(
            names = "--tls-client-key-file",
            paramLabel = "FILE",
            description = "PEM file with its key.")
    private String key = "";

    @Option(
            names = "--tls-server-name",
            paramLabel = "NAME",
            description = "What the server's certificate must name.")
    private String serverName = "";

    /** Whether the fleet is asked, when no server is named. */
    public boolean fleet() {
        return fleet;
    }

    /**
     * The server that is named.
     *
     * @throws IllegalArgumentException when the address cannot be read or contradicts the rest
     */
    public Optional<ServerAddress> server() {
        if (!server.isEmpty() && fleet) {
            throw new IllegalArgumentException("cannot set both --server and --all-nodes");
        }
        return server.isEmpty() ? Optional.empty() : Optional.of(ServerAddress.parse(server));
    }

    /** Credentials when any option speaks of TLS. */
    public Optional<Credentials> credentials(Invocation invocation) {
        boolean wanted =
                tls
                        || insecure
                        || !authorities.isEmpty()
                        || !certificate.isEmpty()
                        || !serverName.isEmpty();
        return wanted
                ? Optional.of(
                        new Credentials(
                                joined(invocation),
                                file(invocation, certificate),
                                file(invocation, key),
                                Optional.of(serverName).filter(name -> !name.isEmpty()),
                                insecure))
                : Optional.empty();
    }

    private Optional<byte[]> joined(Invocation invocation) {
        if (authorities.isEmpty()) {
            return Optional.empty();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String file : authorities) {
            all.writeBytes(invocation.readFile(file));
            all.write('\n');
        }
        return Optional.of(all.toByteArray());
    }

    private static Optional<byte[]> file(Invocation invocation, String path) {
        return path.isEmpty() ? Optional.empty() : Optional.of(invocation.readFile(path));
    }
}
