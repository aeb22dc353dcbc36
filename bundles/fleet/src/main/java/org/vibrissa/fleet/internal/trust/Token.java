package org.vibrissa.fleet.internal.trust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What a new host needs to join, in one word that fits a command line.
 *
 * @param endpoints where the issuing host listens, {@code host:port}, the preferred first; 1..8
 * @param authorityHash SHA-256 of the fleet's certificate, hex
 * @param secret 32 hex digits, known to the issuing host only as a hash
 * @param expires by the issuing host's clock, whole seconds
 */
public record Token(List<String> endpoints, String authorityHash, String secret, Instant expires) {
    private static final int VERSION = 1;
    private static final int HASH = 32;
    private static final int SECRET = 16;
    private static final int CHECK = 4;
    private static final int MAX_ENDPOINTS = 8;
    private static final int MAX_TEXT = 4096;

    public Token {
        endpoints = List.copyOf(endpoints);
    }

    /** Name under which the issuing host lists it: the first 8 digits of the secret's hash. */
    public static String id(String secret) {
        return KeyCodec.hex(KeyCodec.sha256(bytes(secret))).substring(0, 8);
    }

    /** One base64url word. */
    public String text() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(expires.getEpochSecond());
            out.write(bytes(authorityHash));
            out.write(bytes(secret));
            out.writeByte(endpoints.size());
            for (String endpoint : endpoints) {
                out.writeUTF(endpoint);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] content = bytes.toByteArray();
        byte[] whole = Arrays.copyOf(content, content.length + CHECK);
        System.arraycopy(KeyCodec.sha256(content), 0, whole, content.length, CHECK);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /**
     * What {@link #text} made.
     *
     * @throws IllegalArgumentException saying that it is none, or not whole
     */
    public static Token parse(String text) {
        byte[] whole = decode(text.strip());
        byte[] content = Arrays.copyOf(whole, whole.length - CHECK);
        byte[] check = Arrays.copyOfRange(whole, content.length, whole.length);
        if (!Arrays.equals(Arrays.copyOf(KeyCodec.sha256(content), CHECK), check)) {
            throw new IllegalArgumentException("the token is damaged; copy the whole word");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "the token is of version " + version + "; this host knows " + VERSION);
            }
            Instant expires = Instant.ofEpochSecond(in.readLong());
            String hash = KeyCodec.hex(in.readNBytes(HASH));
            String secret = KeyCodec.hex(in.readNBytes(SECRET));
            int count = in.readUnsignedByte();
            if (count == 0 || count > MAX_ENDPOINTS) {
                throw new IllegalArgumentException("the token names no host to join");
            }
            List<String> endpoints = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                endpoints.add(in.readUTF());
            }
            return new Token(endpoints, hash, secret, expires);
        } catch (IOException | java.time.DateTimeException e) {
            throw new IllegalArgumentException("the token is damaged: " + e, e);
        }
    }

    private static byte[] decode(String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("this is no token: it is too long");
        }
        try {
            byte[] whole = Base64.getUrlDecoder().decode(text);
            if (whole.length <= CHECK) {
                throw new IllegalArgumentException("it is too short");
            }
            return whole;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "this is no token; make one with `vibrissa node token` on a member", e);
        }
    }

    private static byte[] bytes(String hex) {
        return java.util.HexFormat.of().parseHex(hex);
    }
}
