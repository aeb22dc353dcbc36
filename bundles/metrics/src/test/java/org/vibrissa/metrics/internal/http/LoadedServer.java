package org.vibrissa.metrics.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.vibrissa.metrics.internal.collect.Scrape;

/** The real server, for who measures it. */
public final class LoadedServer implements AutoCloseable {
    private final MetricsServer server;
    private final int port;

    /** Listens on this machine at a port of its choice. */
    public LoadedServer(Supplier<Scrape> scrape) throws IOException {
        server = new MetricsServer(scrape, Optional.empty(), ServerLimits.DEFAULT);
        port = server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).getPort();
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.close();
    }
}
