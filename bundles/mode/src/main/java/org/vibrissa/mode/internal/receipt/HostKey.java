package org.vibrissa.mode.internal.receipt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.vibrissa.runtime.AtomicFile;

/** This host's key for receipts (Ed25519), made on first use. Thread safe. */
final class HostKey {
    private static final String ALGORITHM = "Ed25519";

    private final Path file;
    private KeyPair pair;

    /** The key in that file, readable by its owner alone. */
    HostKey(Path file) {
        this.file = file;
    }

    /** Base64 of what is signed with it. */
    synchronized String sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(pair().getPrivate());
            signature.update(content);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with " + file, e);
        }
    }

    /** Base64 of the public key. */
    synchronized String publicKey() {
        return Base64.getEncoder().encodeToString(pair().getPublic().getEncoded());
    }

    /** Whether a signature is of a key; a malformed one is of none. */
    static boolean verifies(String publicKey, byte[] content, String signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(publicKey(publicKey));
            check.update(content);
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private KeyPair pair() {
        if (pair == null) {
            try {
                pair = Files.exists(file) ? read() : make();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot use " + file + ": " + e.getMessage(), e);
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new IllegalStateException(
                        file + " holds no key; move it away to have a new one made", e);
            }
        }
        return pair;
    }

    private KeyPair make() throws IOException, GeneralSecurityException {
        KeyPair made = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        Base64.Encoder encoder = Base64.getEncoder();
        String text =
                encoder.encodeToString(made.getPrivate().getEncoded())
                        + "\n"
                        + encoder.encodeToString(made.getPublic().getEncoded())
                        + "\n";
        Files.createDirectories(file.getParent());
        AtomicFile.write(
                file,
                text.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                PosixFilePermissions.fromString("rw-------"));
        return made;
    }

    private KeyPair read() throws IOException, GeneralSecurityException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != 2) {
            throw new GeneralSecurityException(lines.size() + " lines, not 2");
        }
        PrivateKey secret =
                KeyFactory.getInstance(ALGORITHM)
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0))));
        return new KeyPair(publicKey(lines.get(1)), secret);
    }

    private static PublicKey publicKey(String text) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
    }
}
