package org.vibrissa.metrics.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.metrics.internal.collect.TestScrapes;

class ServerTlsTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir private Path folder;
    private Path certificate;
    private Path key;
    private Pem pem;
    private MetricsServer server;
    private int port;

    @BeforeEach
    void make() throws GeneralSecurityException, IOException {
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        pem = Pem.make("first", DAY);
        pem.write(certificate, key);
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private ServerTls open(String clientAuthority) throws IOException {
        ServerTls tls =
                new ServerTls(
                        TlsFiles.of(certificate.toString(), key.toString(), clientAuthority)
                                .orElseThrow());
        server =
                new MetricsServer(
                        () -> TestScrapes.of(List.of(), sink -> {}),
                        Optional.of(tls),
                        ServerLimits.DEFAULT);
        port = server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).getPort();
        return tls;
    }

    /** The certificate that the server shows to who trusts this one. */
    private X509Certificate ask(X509Certificate trusted, Optional<Pem> own)
            throws GeneralSecurityException, IOException, InterruptedException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("server", trusted);
        TrustManagerFactory trusting =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusting.init(trust);
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore mine = KeyStore.getInstance("PKCS12");
        mine.load(null, null);
        if (own.isPresent()) {
            mine.setKeyEntry(
                    "me",
                    own.get().key().getPrivate(),
                    new char[0],
                    new X509Certificate[] {own.get().certificate()});
        }
        keys.init(mine, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusting.getTrustManagers(), null);
        HttpResponse<Void> response =
                HttpClient.newBuilder()
                        .sslContext(context)
                        .build()
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "https://127.0.0.1:" + port + "/metrics"))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding());
        assertEquals(200, response.statusCode());
        return (X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0];
    }

    @Test
    void speaksTls() throws Exception {
        open("");
        assertEquals(pem.certificate(), ask(pem.certificate(), Optional.empty()));
    }

    @Test
    void readsARenewedCertificate() throws Exception {
        open("");
        Pem second = Pem.make("second", DAY);
        second.write(certificate, key);
        Files.setLastModifiedTime(certificate, FileTime.fromMillis(1));
        assertEquals(second.certificate(), ask(second.certificate(), Optional.empty()));
    }

    @Test
    void goesOnWithTheOldCertificateWhileTheNewIsBroken() throws Exception {
        ServerTls tls = open("");
        Files.writeString(certificate, "half a file");
        assertEquals(pem.certificate(), ask(pem.certificate(), Optional.empty()));
        assertTrue(tls.problem().orElseThrow().contains("tls.crt"), tls.problem().toString());
        Files.delete(key);
        assertEquals(pem.certificate(), ask(pem.certificate(), Optional.empty()));
    }

    @Test
    void wantsACertificateOfItsClients() throws Exception {
        Pem client = Pem.make("client", DAY);
        Path authority = folder.resolve("ca.crt");
        client.write(authority, folder.resolve("unused"));
        open(authority.toString());
        assertEquals(pem.certificate(), ask(pem.certificate(), Optional.of(client)));
        assertThrows(IOException.class, () -> ask(pem.certificate(), Optional.empty()));
        Pem stranger = Pem.make("stranger", DAY);
        assertThrows(IOException.class, () -> ask(pem.certificate(), Optional.of(stranger)));
    }

    @Test
    void refusesAClientWhoseCertificateIsExpired() throws Exception {
        Pem authority = Pem.make("authority", DAY);
        Path file = folder.resolve("ca.crt");
        authority.write(file, folder.resolve("unused"));
        open(file.toString());
        ask(pem.certificate(), Optional.of(authority.issue("client", DAY)));
        Pem expired = authority.issue("client", DAY.negated());
        assertThrows(IOException.class, () -> ask(pem.certificate(), Optional.of(expired)));
    }

    @Test
    void namesTheFileThatIsMissingOrNoKey() throws Exception {
        Files.writeString(key, "no key");
        IOException broken = assertThrows(IOException.class, () -> open(""));
        assertTrue(broken.getMessage().contains("tls.key"), broken.getMessage());
        Files.delete(key);
        assertThrows(IOException.class, () -> open(""));
    }

    @Test
    void namesTheSettingThatIsMissing() {
        assertEquals(Optional.empty(), TlsFiles.of("", "", ""));
        assertEquals(
                "metrics.tls.key is missing: TLS needs metrics.tls.cert and metrics.tls.key",
                assertThrows(IllegalArgumentException.class, () -> TlsFiles.of("tls.crt", "", ""))
                        .getMessage());
        assertEquals(
                "metrics.tls.cert is missing: TLS needs metrics.tls.cert and metrics.tls.key",
                assertThrows(IllegalArgumentException.class, () -> TlsFiles.of("", "", "ca.crt"))
                        .getMessage());
    }
}
