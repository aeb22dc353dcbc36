package org.vibrissa.metrics.internal.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.metrics.internal.collect.Scrape;

/**
 * Keeps the server up as it is configured. An address that is not there yet, or a certificate, is
 * tried again until it is. Thread safe.
 */
final class Listening implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final long RETRY_MS = 5000;

    private final Supplier<Scrape> scrape;
    private final List<String> wanted;
    private final String[] tlsFiles;
    private final Thread thread = new Thread(this::run, "metrics-listen");
    private MetricsServer server;
    private ServerTls tls;
    private final List<String> served = new ArrayList<>();
    private String problem = "";
    private boolean closed;

    /**
     * Starts to listen soon.
     *
     * @param tlsFiles certificate, key, authority of clients; empty where there is none
     */
    Listening(Supplier<Scrape> scrape, List<String> wanted, String... tlsFiles) {
        this.scrape = scrape;
        this.wanted = List.copyOf(wanted);
        this.tlsFiles = tlsFiles.clone();
        thread.setDaemon(true);
        if (!wanted.isEmpty()) {
            thread.start();
        }
    }

    private synchronized void run() {
        List<String> missing = new ArrayList<>(wanted);
        try {
            while (!closed && !missing.isEmpty()) {
                missing.removeIf(this::listen);
                if (missing.isEmpty()) {
                    problem = "";
                } else {
                    wait(RETRY_MS);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no longer trying to listen at {}", missing);
        }
    }

    private boolean listen(String address) {
        try {
            if (server == null) {
                Optional<TlsFiles> files = TlsFiles.of(tlsFiles[0], tlsFiles[1], tlsFiles[2]);
                tls = files.isPresent() ? new ServerTls(files.get()) : null;
                server = new MetricsServer(scrape, Optional.ofNullable(tls), ServerLimits.DEFAULT);
            }
            InetSocketAddress at = server.listen(ListenAddress.parse(address));
            served.add((tls == null ? "http://" : "https://") + url(at));
            LOG.info("figures at {}", served.get(served.size() - 1));
            return true;
        } catch (IOException | IllegalArgumentException e) {
            if (!String.valueOf(e.getMessage()).equals(problem)) {
                problem = String.valueOf(e.getMessage());
                LOG.warn("no figures at {}: {}", address, problem);
            }
            return false;
        }
    }

    private static String url(InetSocketAddress at) {
        String text = ListenAddress.format(at);
        return (text.startsWith(":") ? "*" : "") + text + "/metrics";
    }

    /** Where figures are given now. */
    synchronized List<String> served() {
        return List.copyOf(served);
    }

    /** What is not as it should be; empty when all is. */
    synchronized String problem() {
        return problem.isEmpty() && tls != null ? tls.problem().orElse("") : problem;
    }

    @Override
    public void close() {
        MetricsServer open;
        synchronized (this) {
            closed = true;
            notifyAll();
            open = server;
            server = null;
        }
        if (open != null) {
            open.close();
        }
    }
}
