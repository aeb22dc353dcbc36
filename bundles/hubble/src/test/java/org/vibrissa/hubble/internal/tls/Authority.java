package org.vibrissa.hubble.internal.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates for tests and writes them as files. */
final class Authority {
    private final KeyPair keys = keys();
    private final X509Certificate certificate;
    private long serial = 1;

    Authority() throws Exception {
        certificate = sign("CN=test authority", keys, "", Instant.now().plusSeconds(3600), true);
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private X509Certificate sign(
            String name, KeyPair of, String dns, Instant until, boolean authority)
            throws Exception {
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        new X500Name("CN=test authority"),
                        BigInteger.valueOf(serial++),
                        Date.from(until.minus(Duration.ofDays(2))),
                        Date.from(until),
                        new X500Name(name),
                        of.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (!dns.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, dns)));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(keys.getPrivate())));
    }

    /** Writes ca.pem, NAME.pem and NAME.key for this DNS name. */
    TlsFiles issue(Path folder, String name, String dns, Instant until) throws Exception {
        KeyPair own = keys();
        write(folder.resolve("ca.pem"), "CERTIFICATE", certificate.getEncoded());
        write(
                folder.resolve(name + ".pem"),
                "CERTIFICATE",
                sign("CN=" + name, own, dns, until, false).getEncoded());
        write(folder.resolve(name + ".key"), "PRIVATE KEY", own.getPrivate().getEncoded());
        return files(folder, name);
    }

    static TlsFiles files(Path folder, String name) {
        return new TlsFiles(
                folder.resolve(name + ".pem"),
                folder.resolve(name + ".key"),
                Optional.of(folder.resolve("ca.pem")));
    }

    static void write(Path file, String kind, byte[] content) throws IOException {
        String text =
                "-----BEGIN "
                        + kind
                        + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                        + "\n-----END "
                        + kind
                        + "-----\n";
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, text, StandardCharsets.US_ASCII);
        Files.move(
                next,
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
