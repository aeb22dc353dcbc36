package org.vibrissa.hubble.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
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
import org.vibrissa.hubble.internal.client.Channels;
import org.vibrissa.hubble.internal.client.Credentials;
import org.vibrissa.hubble.internal.client.ServerAddress;
import org.vibrissa.hubble.internal.made.MadeServer;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;
import org.vibrissa.hubble.proto.observer.ServerStatusRequest;

/** The command line's TLS options against a server that wants to see a certificate. */
class ClientCredentialsTest {
    private static final String NAME = "tatooine.default.hubble-grpc.cilium.io";

    @TempDir private Path folder;

    private final Channels channels = new Channels();
    private MadeServer server;

    @BeforeEach
    void start() throws Exception {
        Authority authority = new Authority();
        Instant later = Instant.now().plusSeconds(3600);
        TlsFiles own = authority.issue(folder, "server", NAME, later);
        authority.issue(folder, "client", "luke", later);
        Path other = Files.createDirectory(folder.resolve("other"));
        new Authority().issue(other, "client", "vader", later);
        server = new MadeServer(folder, 127);
        server.server()
                .listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional.of(TlsContexts.server(own, true)));
    }

    @AfterEach
    void stop() {
        channels.close();
        server.close();
    }

    private Optional<byte[]> file(String name) throws Exception {
        return Optional.of(Files.readAllBytes(folder.resolve(name)));
    }

    private Status.Code asked(Credentials credentials) {
        int port = server.server().port().orElseThrow();
        ManagedChannel channel =
                channels.open(
                        ServerAddress.parse("tls://127.0.0.1:" + port), Optional.of(credentials));
        try {
            ObserverGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .serverStatus(ServerStatusRequest.getDefaultInstance());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void rightAuthorityNameAndCertificateAreLetIn() throws Exception {
        assertEquals(
                Status.Code.OK,
                asked(
                        new Credentials(
                                file("ca.pem"),
                                file("client.pem"),
                                file("client.key"),
                                Optional.of(NAME),
                                false)));
    }

    @Test
    void whoBelievesAnythingStillShowsItsOwn() throws Exception {
        assertEquals(
                Status.Code.OK,
                asked(
                        new Credentials(
                                Optional.empty(),
                                file("client.pem"),
                                file("client.key"),
                                Optional.empty(),
                                true)));
    }

    @Test
    void wrongNameAuthorityOrCertificateAreNot() throws Exception {
        Optional<byte[]> none = Optional.empty();
        Credentials wrongName =
                new Credentials(
                        file("ca.pem"),
                        file("client.pem"),
                        file("client.key"),
                        Optional.of("hoth.default.hubble-grpc.cilium.io"),
                        false);
        Credentials unknownAuthority =
                new Credentials(
                        file("other/ca.pem"),
                        file("client.pem"),
                        file("client.key"),
                        Optional.of(NAME),
                        false);
        Credentials noCertificate =
                new Credentials(file("ca.pem"), none, none, Optional.of(NAME), false);
        Credentials foreignCertificate =
                new Credentials(
                        file("ca.pem"),
                        file("other/client.pem"),
                        file("other/client.key"),
                        Optional.of(NAME),
                        false);
        for (Credentials wrong :
                new Credentials[] {
                    wrongName, unknownAuthority, noCertificate, foreignCertificate
                }) {
            assertEquals(Status.Code.UNAVAILABLE, asked(wrong), wrong::toString);
        }
    }

    @Test
    void filesThatAreNoneAreRefused() throws Exception {
        Optional<byte[]> noise =
                Optional.of("noise".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Optional<byte[]> none = Optional.empty();
        assertThrows(
                IllegalArgumentException.class,
                () -> asked(new Credentials(noise, none, none, Optional.of(NAME), false)));
        Optional<byte[]> certificate = file("client.pem");
        assertThrows(
                IllegalArgumentException.class,
                () -> asked(new Credentials(none, certificate, none, Optional.of(NAME), false)));
    }
}
