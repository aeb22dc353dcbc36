package org.vibrissa.fleet.internal.trust;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** P-256 keys as text and back. */
public final class KeyCodec {
    private static final String ALGORITHM = "EC";

    private KeyCodec() {}

    public static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no P-256 keys", e);
        }
    }

    /** Both halves in one word. */
    public static String text(KeyPair pair) {
        Base64.Encoder encoder = Base64.getEncoder();
        return encoder.encodeToString(pair.getPrivate().getEncoded())
                + "."
                + encoder.encodeToString(pair.getPublic().getEncoded());
    }

    /**
     * What {@link #text} made.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static KeyPair pair(String text) {
        String[] halves = text.split("\\.", -1);
        if (halves.length != 2) {
            throw new IllegalArgumentException("not a key pair");
        }
        try {
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            Base64.Decoder decoder = Base64.getDecoder();
            PrivateKey priv =
                    factory.generatePrivate(new PKCS8EncodedKeySpec(decoder.decode(halves[0])));
            PublicKey pub =
                    factory.generatePublic(new X509EncodedKeySpec(decoder.decode(halves[1])));
            return new KeyPair(pub, priv);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a key pair: " + e.getMessage(), e);
        }
    }

    /** What tells one key from another: SHA-256 of its public half, in hex. */
    public static String fingerprint(PublicKey key) {
        return hex(sha256(key.getEncoded()));
    }

    public static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
