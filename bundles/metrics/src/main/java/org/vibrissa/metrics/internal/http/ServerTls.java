package org.vibrissa.metrics.internal.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of the server. Its files are looked at when somebody connects, so that a renewed certificate
 * counts without anything more; while they cannot be read what was read last goes on.
 */
final class ServerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private final TlsFiles files;
    private String stamp;
    private SslContext context;
    private String problem = "";

    /**
     * Reads the files.
     *
     * @throws IOException when there is nothing to serve with, naming why
     */
    ServerTls(TlsFiles files) throws IOException {
        this.files = files;
        stamp = files.stamp();
        context = read();
    }

    /** For one more connection. */
    synchronized SslHandler handler(ByteBufAllocator buffers) {
        renew();
        return context.newHandler(buffers);
    }

    /** Why the files of now are not in use; empty when they are. */
    synchronized Optional<String> problem() {
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    private void renew() {
        try {
            String now = files.stamp();
            if (now.equals(stamp)) {
                return;
            }
            context = read();
            stamp = now;
            problem = "";
            LOG.info("read {} again", files.certificate());
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).equals(problem)) {
                problem = String.valueOf(e.getMessage());
                LOG.warn("going on with the certificate that was read before: {}", problem);
            }
        }
    }

    private SslContext read() throws IOException {
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forServer(files.certificate().toFile(), files.key().toFile())
                            .sslProvider(SslProvider.JDK)
                            .protocols("TLSv1.3", "TLSv1.2");
            files.clientAuthority()
                    .ifPresent(
                            authority ->
                                    builder.trustManager(authority.toFile())
                                            .clientAuth(ClientAuth.REQUIRE));
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "cannot serve with "
                            + files.certificate()
                            + " and "
                            + files.key()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
