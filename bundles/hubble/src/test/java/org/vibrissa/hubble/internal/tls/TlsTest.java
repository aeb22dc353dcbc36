package org.vibrissa.hubble.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.hubble.internal.made.MadeServer;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;
import org.vibrissa.hubble.proto.observer.ServerStatusRequest;

/** TCP by TLS, with certificates that are right, wrong, expired and renewed. */
final class TlsTest {
    private static final String NAME = Origin.serverName("default", "tatooine");

    @TempDir Path folder;
    private final Instant later = Instant.now().plusSeconds(3600);
    private Authority authority;
    private MadeServer made;

    @BeforeEach
    void start() throws Exception {
        authority = new Authority();
        made = new MadeServer(folder, 63);
    }

    @AfterEach
    void stop() {
        made.close();
    }

    private void listen(TlsSource files) throws Exception {
        made.server()
                .listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional.of(TlsContexts.server(files, true)));
    }

    private long ask(SslContext tls, String name) throws Exception {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(),
                                        made.server().port().orElseThrow()))
                        .sslContext(tls)
                        .overrideAuthority(name)
                        .build();
        try {
            return ObserverGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .serverStatus(ServerStatusRequest.getDefaultInstance())
                    .getMaxFlows();
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private String refused(SslContext tls, String name) {
        StatusRuntimeException problem =
                assertThrows(StatusRuntimeException.class, () -> ask(tls, name));
        assertEquals(io.grpc.Status.Code.UNAVAILABLE, problem.getStatus().getCode());
        StringBuilder why = new StringBuilder();
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            why.append(cause).append('\n');
        }
        return why.toString();
    }

    private SslContext client(Instant until) throws Exception {
        return TlsContexts.client(authority.issue(folder, "client", "client", until));
    }

    @Test
    void letsMembersIn() throws Exception {
        listen(authority.issue(folder, "server", NAME, later));
        assertEquals(63, ask(client(later), NAME));
        assertEquals("tatooine.default.hubble-grpc.cilium.io", NAME);
    }

    @Test
    void aClientRefusesAServerOfAnotherName() throws Exception {
        listen(authority.issue(folder, "server", NAME, later));
        String why = refused(client(later), Origin.serverName("default", "hoth"));
        assertTrue(why.contains("No subject alternative DNS name matching hoth."), why);
    }

    @Test
    void aClientRefusesAnExpiredServer() throws Exception {
        listen(authority.issue(folder, "server", NAME, Instant.now().minusSeconds(60)));
        String why = refused(client(later), NAME);
        assertTrue(why.contains("NotAfter"), why);
    }

    @Test
    void refusesAnExpiredClient() throws Exception {
        listen(authority.issue(folder, "server", NAME, later));
        refused(client(Instant.now().minusSeconds(60)), NAME);
        assertEquals(63, ask(client(later), NAME), "and serves others");
    }

    @Test
    void refusesAClientWithoutCertificate() throws Exception {
        listen(authority.issue(folder, "server", NAME, later));
        SslContext bare =
                GrpcSslContexts.configure(
                                io.netty.handler.ssl.SslContextBuilder.forClient(), SslProvider.JDK)
                        .trustManager(folder.resolve("ca.pem").toFile())
                        .protocols("TLSv1.3")
                        .build();
        refused(bare, NAME);
    }

    @Test
    void refusesAClientOfAnotherAuthority() throws Exception {
        listen(authority.issue(folder, "server", NAME, later));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        new Authority().issue(elsewhere, "client", "client", later);
        // It trusts the server, so that only the server has something to refuse.
        Files.copy(
                folder.resolve("ca.pem"),
                elsewhere.resolve("ca.pem"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        refused(TlsContexts.client(Authority.files(elsewhere, "client")), NAME);
    }

    @Test
    void showsRenewedCertificatesWithoutARestart() throws Exception {
        TlsFiles files = authority.issue(folder, "server", NAME, Instant.now().minusSeconds(60));
        listen(files);
        SslContext client = client(later);
        refused(client, NAME);
        authority.issue(folder, "server", NAME, later);
        assertEquals(63, ask(client, NAME));
    }

    @Test
    void keepsTheOldOnesWhileTheNewAreHalfWritten() throws Exception {
        TlsFiles files = authority.issue(folder, "server", NAME, later);
        listen(files);
        assertEquals(63, ask(client(later), NAME));
        Files.writeString(folder.resolve("server.pem"), "-----BEGIN CERTIFICATE-----\n");
        assertEquals(63, ask(client(later), NAME));
        assertTrue(files.problem().contains("server.pem has no certificate"), files.problem());
    }

    @Test
    void saysWhatIsWrongWithFiles() throws Exception {
        TlsFiles absent = Authority.files(folder, "absent");
        assertTrue(absent.material().isEmpty());
        assertTrue(absent.problem().contains("absent.pem"), absent.problem());

        authority.issue(folder, "one", NAME, later);
        authority.issue(folder, "two", NAME, later);
        TlsFiles mixed =
                new TlsFiles(
                        folder.resolve("one.pem"), folder.resolve("two.key"), Optional.empty());
        assertTrue(mixed.material().isEmpty());
        assertTrue(mixed.problem().contains("is not the key of"), mixed.problem());

        Authority.write(folder.resolve("old.key"), "EC PRIVATE KEY", new byte[] {1});
        TlsFiles old =
                new TlsFiles(
                        folder.resolve("one.pem"), folder.resolve("old.key"), Optional.empty());
        assertTrue(old.material().isEmpty());
        assertTrue(old.problem().contains("openssl pkcs8 -topk8"), old.problem());
    }
}
