package org.vibrissa.hubble.internal.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates in PEM files, read again when a file has changed. Files that do not go together, as
 * in the midst of a renewal, leave those of before in force.
 */
public final class TlsFiles implements TlsSource {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    private final Path certificate;
    private final Path key;
    private final Optional<Path> authority;
    private List<Stamp> seen = List.of();
    private Optional<TlsMaterial> current = Optional.empty();
    private volatile String problem = "";

    /**
     * Reads nothing yet.
     *
     * @param certificate the own one, and those between it and its authority
     * @param key its private key, PKCS #8
     * @param authority those of the other side; empty when it needs no certificate
     */
    public TlsFiles(Path certificate, Path key, Optional<Path> authority) {
        this.certificate = certificate;
        this.key = key;
        this.authority = authority;
    }

    /** What a changed file shows by. */
    private record Stamp(FileTime modified, long size, Object inode) {}

    /** What is wrong with the files; empty when nothing is. */
    public String problem() {
        return problem;
    }

    @Override
    public synchronized Optional<TlsMaterial> material() {
        try {
            List<Stamp> now = stamps();
            if (!now.equals(seen)) {
                current = Optional.of(read());
                seen = now;
            }
            problem = "";
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            String why = e instanceof IOException ? e.toString() : e.getMessage();
            if (!why.equals(problem)) {
                LOG.error(
                        "hubble.tls: {}; {}",
                        why,
                        current.isPresent() ? "the ones of before stay" : "no TLS until then");
            }
            problem = why;
        }
        return current;
    }

    private List<Stamp> stamps() throws IOException {
        List<Stamp> stamps = new ArrayList<>(List.of(stamp(certificate), stamp(key)));
        if (authority.isPresent()) {
            stamps.add(stamp(authority.get()));
        }
        return stamps;
    }

    private static Stamp stamp(Path file) throws IOException {
        return new Stamp(
                Files.getLastModifiedTime(file),
                Files.size(file),
                Files.getAttribute(file, "unix:ino"));
    }

    private TlsMaterial read() throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(certificate);
        PrivateKey own = Pem.key(key);
        if (!fits(own, chain.get(0).getPublicKey())) {
            throw new IllegalArgumentException(key + " is not the key of " + certificate);
        }
        List<X509Certificate> trusted =
                authority.isPresent() ? Pem.certificates(authority.get()) : List.of();
        return new TlsMaterial(own, chain, trusted);
    }

    private static boolean fits(PrivateKey own, PublicKey shown) throws GeneralSecurityException {
        String algorithm =
                switch (own.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "Ed25519";
                };
        if (!own.getAlgorithm().equals(shown.getAlgorithm())) {
            return false;
        }
        byte[] text = "vibrissa".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        java.security.Signature signature = java.security.Signature.getInstance(algorithm);
        signature.initSign(own);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(shown);
        signature.update(text);
        return signature.verify(signed);
    }
}
