package org.vibrissa.hubble.internal.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM files. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

    private Pem() {}

    /**
     * The certificates of a file, at least one.
     *
     * @throws IllegalArgumentException naming file and fault
     */
    static List<X509Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        while (blocks.find()) {
            if (blocks.group(1).equals("CERTIFICATE")) {
                byte[] encoded = decoded(file, blocks.group(2));
                found.add(
                        (X509Certificate)
                                factory.generateCertificate(new ByteArrayInputStream(encoded)));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(file + " has no certificate in PEM form");
        }
        return found;
    }

    /**
     * The private key of a file.
     *
     * @throws IllegalArgumentException naming file and fault
     */
    static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        Matcher blocks = BLOCK.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        while (blocks.find()) {
            String kind = blocks.group(1);
            if (kind.equals("PRIVATE KEY")) {
                return key(file, decoded(file, blocks.group(2)));
            }
            if (kind.endsWith("PRIVATE KEY")) {
                throw new IllegalArgumentException(
                        file
                                + " is a key of the form "
                                + kind
                                + "; make it PKCS #8 by 'openssl pkcs8 -topk8 -nocrypt'");
            }
        }
        throw new IllegalArgumentException(file + " has no private key in PEM form");
    }

    private static PrivateKey key(Path file, byte[] encoded) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            Optional<PrivateKey> key = key(algorithm, encoded);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new IllegalArgumentException(file + " is a key of none of " + ALGORITHMS);
    }

    /** Empty when it is a key of another algorithm. */
    private static Optional<PrivateKey> key(String algorithm, byte[] encoded)
            throws GeneralSecurityException {
        try {
            return Optional.of(
                    KeyFactory.getInstance(algorithm)
                            .generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        }
    }

    private static byte[] decoded(Path file, String text) {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is no PEM: " + e.getMessage(), e);
        }
    }
}
