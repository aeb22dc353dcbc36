package org.vibrissa.fleet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.fleet.internal.TestHost.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.internal.member.MemberRecord;
import org.vibrissa.fleet.internal.trust.Authority;
import org.vibrissa.fleet.internal.trust.KeyCodec;
import org.vibrissa.fleet.internal.trust.Lifetimes;
import org.vibrissa.fleet.internal.wire.WireLimits;
import org.vibrissa.state.ApplyOptions;

@Timeout(60)
class HostileClientTest {
    /** So that clients which are too slow are not waited for longer than a test may take. */
    private static final WireLimits IMPATIENT =
            new WireLimits(1 << 20, 64 << 10, 5000, 2000, 2000, 2000, 2000, 64, 16, 16, 8);

    @TempDir Path folder;
    private TestHost a;
    private TestHost b;
    private Authority authority;

    @BeforeEach
    void begin() {
        a = new TestHost(folder, "a");
        a.limits = IMPATIENT;
        a.start();
        b = new TestHost(folder, "b").start();
        b.join(a.token());
        authority = a.fleetFolder().authority().orElseThrow();
    }

    @AfterEach
    void membersWorkOnAllTheTime() {
        a.apply(TestHost.GROUP, "after", 1);
        await("a and b work on", () -> b.number(TestHost.GROUP, "after") == 1);
        a.close();
        b.close();
    }

    private KeyPair keys = KeyCodec.generate();

    private X509Certificate certificate(Authority issuer, String name, Instant at) {
        return issuer.issue(name, keys.getPublic(), Lifetimes.DEFAULT, at);
    }

    @Test
    void aStrangerIsOnlyAnsweredWhenItJoins() throws Exception {
        for (String path : List.of("fleet/compare", "fleet/fetch", "fleet/push", "fleet/renew")) {
            String answer = post(open(null, null), path, "{}");
            assertTrue(answer.contains("403"), answer);
            assertTrue(answer.contains("only members with a certificate"), answer);
        }
        String join = post(open(null, null), "join", "{}");
        assertTrue(join.contains("400"), join);
        assertTrue(post(open(null, null), "join", "[[[[").contains("400"));
        assertTrue(post(open(null, null), "join", "[".repeat(5000)).contains("400"));
    }

    @Test
    void aMemberIsAnswered() throws Exception {
        SSLSocket socket = open(certificate(authority, "b", Instant.now()), authority);
        String answer = post(socket, "fleet/fetch", "{\"keys\":[]}");
        assertTrue(answer.contains("200 OK"), answer);
    }

    @Test
    void refusesCertificatesOfAnotherFleetExpiredOnesAndThoseWithoutName() {
        Authority other = Authority.create(Lifetimes.DEFAULT, Instant.now());
        refusedHandshake(certificate(other, "b", Instant.now()), other);
        refusedHandshake(
                certificate(authority, "b", Instant.now().minus(Duration.ofDays(365))), authority);
        refusedHandshake(
                certificate(authority, "b", Instant.now().plus(Duration.ofDays(1))), authority);
        refusedHandshake(certificate(authority, "b/../a", Instant.now()), authority);
        Authority renamed =
                new Authority("0".repeat(16), authority.keys(), authority.certificate());
        refusedHandshake(certificate(renamed, "b", Instant.now()), authority);
    }

    private void refusedHandshake(X509Certificate certificate, Authority issuer) {
        assertThrows(
                IOException.class,
                () -> {
                    try (SSLSocket socket = open(certificate, issuer)) {
                        String answer = post(socket, "fleet/fetch", "{\"keys\":[]}");
                        if (answer.isEmpty()) {
                            throw new SSLException("closed");
                        }
                    }
                });
    }

    @Test
    void refusesAHostThatIsNotWhoItShouldBe() {
        // A record that leads to a's own port under another name.
        MemberRecord wrong =
                new MemberRecord(
                        "127.0.0.1:" + a.port,
                        "00",
                        Instant.now().plusSeconds(60),
                        false,
                        0,
                        false);
        b.store.apply(List.of(wrong.document("zz")), ApplyOptions.DAEMON);
        FleetException refused =
                assertThrows(
                        FleetException.class,
                        () ->
                                b.member()
                                        .call(
                                                "zz",
                                                "fleet/fetch",
                                                JsonNodeFactory.instance.objectNode(),
                                                Duration.ofSeconds(5)));
        assertEquals(FleetException.Kind.UNREACHABLE, refused.kind());
        assertTrue(refused.getMessage().contains("is a, not zz"), refused.getMessage());
    }

    @Test
    void refusesBodiesThatAreTooLarge() throws Exception {
        String stranger = post(open(null, null), "join", "x".repeat(100 << 10));
        assertTrue(stranger.contains("413") || stranger.isEmpty(), stranger);
        SSLSocket member = open(certificate(authority, "b", Instant.now()), authority);
        String large = post(member, "fleet/push", "x".repeat(2 << 20));
        assertTrue(large.contains("413") || large.isEmpty(), large);
        SSLSocket headers = open(certificate(authority, "b", Instant.now()), authority);
        send(headers, "POST /v1/x HTTP/1.1\r\nX: " + "y".repeat(100_000) + "\r\n\r\n");
        String answer = read(headers);
        assertTrue(answer.contains("400") || answer.isEmpty(), answer);
    }

    @Test
    void closesClientsThatAreTooSlow() throws Exception {
        SSLSocket slow = open(null, null);
        send(slow, "POST /v1/join HTTP/1.1\r\nContent-Length: 100\r\n\r\nx");
        assertEquals("", read(slow));
        SSLSocket silent = open(null, null);
        assertEquals("", read(silent));
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), a.port)) {
            plain.setSoTimeout(20_000);
            // The end, or an alert of TLS and then the end.
            plain.getInputStream().readAllBytes();
        }
    }

    @Test
    void strangersDoNotKeepMembersOut() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            crowd.add(new Socket(InetAddress.getLoopbackAddress(), a.port));
        }
        b.apply(TestHost.GROUP, "through", 1);
        await("b gets through the crowd", () -> a.number(TestHost.GROUP, "through") == 1);
        for (Socket socket : crowd) {
            socket.close();
        }
    }

    @Test
    void rubbishInPlaceOfTlsIsClosed() throws Exception {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), a.port)) {
            plain.setSoTimeout(20_000);
            plain.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            plain.getInputStream().readAllBytes();
        }
    }

    private SSLSocket open(X509Certificate certificate, Authority issuer) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        KeyManager[] managers = {};
        if (certificate != null) {
            X509Certificate[] chain = {certificate, issuer.certificate()};
            managers = new KeyManager[] {new Insistent(keys, chain)};
        }
        context.init(managers, new TrustManager[] {new Gullible()}, new SecureRandom());
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), a.port);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    private static String post(SSLSocket socket, String path, String body) throws IOException {
        String head =
                "POST /v1/"
                        + path
                        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n";
        send(socket, head + body);
        return read(socket);
    }

    private static void send(SSLSocket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // It was closed while we sent: what it said before is read next.
            if (socket.isClosed()) {
                throw e;
            }
        }
    }

    /** Until the end; empty when the connection was closed without an answer. */
    private static String read(SSLSocket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[4096];
        try (InputStream in = socket.getInputStream()) {
            int length = in.read(buffer);
            while (length > 0) {
                text.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
                length = in.read(buffer);
            }
        } catch (SSLException | java.net.SocketException e) {
            if (e instanceof javax.net.ssl.SSLHandshakeException
                    || String.valueOf(e.getMessage()).contains("alert")) {
                throw e;
            }
            return text.toString();
        }
        return text.toString();
    }

    /** Shows its certificate whether it was asked for one of its issuer or not. */
    private static final class Insistent extends X509ExtendedKeyManager {
        private final KeyPair keys;
        private final X509Certificate[] chain;

        Insistent(KeyPair keys, X509Certificate[] chain) {
            this.keys = keys;
            this.chain = chain;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"k"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "k";
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain;
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivate();
        }
    }

    /** Trusts anybody. */
    private static final class Gullible implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
