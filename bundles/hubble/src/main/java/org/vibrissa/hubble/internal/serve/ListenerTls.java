package org.vibrissa.hubble.internal.serve;

import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.fleet.FleetCredentials;
import org.vibrissa.hubble.internal.tls.FleetTls;
import org.vibrissa.hubble.internal.tls.TlsContexts;
import org.vibrissa.hubble.internal.tls.TlsFiles;
import org.vibrissa.hubble.internal.tls.TlsSource;

/** TLS of this host's listeners: by the files of the settings, or else as a member of the fleet. */
public final class ListenerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerTls.class);
    private static final long LOOK_MS = 1000;

    private final HubbleSettings settings;
    private final Supplier<Optional<FleetCredentials>> fleet;

    public ListenerTls(
            HubbleSettings settings, Supplier<Optional<FleetCredentials>> fleetCredentials) {
        this.settings = settings;
        this.fleet = fleetCredentials;
    }

    /**
     * Where this host's certificates come from.
     *
     * @throws IllegalArgumentException naming the settings that do not go together
     */
    public TlsSource certificates() {
        if (settings.tls_cert().isEmpty() && settings.tls_key().isEmpty()) {
            return new FleetTls(fleet);
        }
        if (settings.tls_cert().isEmpty() || settings.tls_key().isEmpty()) {
            throw new IllegalArgumentException(
                    "hubble.tls.cert and hubble.tls.key go together: set both, or none for the"
                            + " fleet's");
        }
        if (clientsProve() && settings.tls_ca().isEmpty()) {
            throw new IllegalArgumentException(
                    "hubble.tls.client-auth is require, so hubble.tls.ca must say who signs clients");
        }
        return new TlsFiles(
                Path.of(settings.tls_cert()),
                Path.of(settings.tls_key()),
                Optional.of(settings.tls_ca()).filter(path -> !path.isEmpty()).map(Path::of));
    }

    private boolean clientsProve() {
        return settings.tls_client_auth().equals("require");
    }

    /**
     * TLS of a listener, as soon as there are certificates: who makes them may come later.
     *
     * @param listener as the log tells it
     * @param problem is told why there are none yet
     * @return empty when all ends before
     * @throws IllegalArgumentException naming the settings that do not go together
     */
    public Optional<SslContext> await(
            String listener, CountDownLatch ending, Consumer<String> problem)
            throws InterruptedException, SSLException {
        TlsSource source = certificates();
        String told = "";
        while (source.material().isEmpty()) {
            String why =
                    source instanceof TlsFiles files
                            ? files.problem()
                            : "this host is in no fleet and has no hubble.tls.cert";
            if (!why.equals(told)) {
                LOG.warn("{} waits with TCP for certificates: {}", listener, why);
                problem.accept(why);
                told = why;
            }
            if (ending.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        }
        return Optional.of(TlsContexts.server(source, clientsProve()));
    }
}
