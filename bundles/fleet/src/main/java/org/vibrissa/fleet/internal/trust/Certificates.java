package org.vibrissa.fleet.internal.trust;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Certificates as text and back. */
public final class Certificates {
    private Certificates() {}

    /** DER in base64, one line. */
    public static String text(X509Certificate certificate) {
        return Base64.getEncoder().encodeToString(der(certificate));
    }

    /**
     * What {@link #text} made.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static X509Certificate parse(String text) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            byte[] der = Base64.getDecoder().decode(text);
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a certificate: " + e.getMessage(), e);
        }
    }

    /** What a token pins: SHA-256 of the DER. */
    public static byte[] hash(X509Certificate certificate) {
        return KeyCodec.sha256(der(certificate));
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that cannot be written", e);
        }
    }
}
