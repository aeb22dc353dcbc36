package org.vibrissa.hubble.internal.tls;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;

/** TLS 1.3 as Hubble speaks it, by the JDK. */
public final class TlsContexts {
    private static final String PROTOCOL = "TLSv1.3";

    private TlsContexts() {}

    /**
     * For a listener.
     *
     * @param clientsProve whether clients must show a certificate of the source's authorities
     */
    public static SslContext server(TlsSource source, boolean clientsProve) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forServer(new LiveKeys(source))
                        .trustManager(new LiveTrust(source))
                        .clientAuth(clientsProve ? ClientAuth.REQUIRE : ClientAuth.NONE)
                        .protocols(PROTOCOL);
        return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    }

    /** For a client that shows its certificate to a server of the source's authorities. */
    public static SslContext client(TlsSource source) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient()
                        .keyManager(new LiveKeys(source))
                        .trustManager(new LiveTrust(source))
                        .protocols(PROTOCOL);
        return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    }
}
