package org.vibrissa.metrics.internal.http;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
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
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A key and its certificate for 127.0.0.1, signed by itself or by another. */
record Pem(KeyPair key, X509Certificate certificate) {
    /** An authority, or whoever needs none. */
    static Pem make(String name, Duration lifetime) throws GeneralSecurityException, IOException {
        return make(name, lifetime, Optional.empty());
    }

    /** One that this authority vouches for. */
    Pem issue(String name, Duration lifetime) throws GeneralSecurityException, IOException {
        return make(name, lifetime, Optional.of(this));
    }

    private static Pem make(String name, Duration lifetime, Optional<Pem> authority)
            throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair key = generator.generateKeyPair();
        Instant end = Instant.now().plus(lifetime);
        X500Name subject = new X500Name("CN=" + name);
        X500Name issuer =
                authority.isPresent()
                        ? new X500Name(
                                authority.get().certificate().getSubjectX500Principal().getName())
                        : subject;
        PrivateKey signing = authority.map(a -> a.key().getPrivate()).orElse(key.getPrivate());
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(end.minus(Duration.ofDays(10))),
                            Date.from(end),
                            subject,
                            key.getPublic());
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            builder.addExtension(
                    Extension.basicConstraints, true, new BasicConstraints(authority.isEmpty()));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(signing);
            return new Pem(
                    key, new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
        } catch (CertIOException | OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    void write(Path certificateFile, Path keyFile) throws GeneralSecurityException, IOException {
        Files.writeString(certificateFile, text("CERTIFICATE", certificate.getEncoded()));
        Files.writeString(keyFile, text("PRIVATE KEY", key.getPrivate().getEncoded()));
    }

    private static String text(String kind, byte[] bytes) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind);
    }
}
