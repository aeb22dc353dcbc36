package org.vibrissa.node.internal.spec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A node's number, the same on every host: the first 4 bytes of its name's SHA-256. */
public final class NodeIds {
    private NodeIds() {}

    /** Unsigned, 0 for the one name in four thousand million that cannot be used. */
    public static int of(String name) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
