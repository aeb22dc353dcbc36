package org.vibrissa.swap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Signed records of what was changed on this host or its fleet. They are kept on disk and listed by
 * {@code vibrissa receipt list}. Thread safe.
 */
@ProviderType
public interface ReceiptBook {
    /**
     * Signs a receipt with this host's key and keeps it.
     *
     * @param receipt with {@code id} (of {@code a-z0-9-}, at most 63 characters, sorts by time),
     *     {@code kind}, {@code node}, {@code what} (a few words), {@code result} and {@code
     *     startedAt} (RFC 3339)
     * @throws IllegalArgumentException when the id is none
     * @throws java.io.UncheckedIOException when it cannot be written
     */
    void sign(ObjectNode receipt);
}
