package org.vibrissa.bpf.internal.own;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import org.vibrissa.bpf.ObjectRequest;

/** What tells objects apart that do not do the same: the file, and constants written over it. */
final class Digest {
    private Digest() {}

    static String of(byte[] file, ObjectRequest request) {
        MessageDigest digest = sha256();
        add(digest, ByteBuffer.wrap(file));
        request.rodata().ifPresent(rodata -> add(digest, rodata.duplicate()));
        new TreeMap<>(request.constants())
                .forEach(
                        (name, value) -> {
                            add(digest, ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
                            add(digest, value.duplicate());
                        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** With its length, so that no two lists of parts give the same bytes. */
    private static void add(MessageDigest digest, ByteBuffer part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.remaining()));
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
