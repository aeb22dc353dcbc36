package org.vibrissa.netlink;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open network namespace. It cannot vanish from the kernel while this is open, but its name can:
 * ask {@link #isCurrent()}. Close it when done; handles opened from it stay usable.
 */
@ProviderType
public interface NetworkNamespace extends AutoCloseable {
    /** What it was opened by, for people: a name, path or {@code pid N}. */
    String name();

    /** The path it was opened from. */
    Path path();

    /** Its identity at the time of opening. */
    NamespaceId id();

    /**
     * The open file descriptor, for kernel calls that take one. Owned by this object.
     *
     * @throws IllegalStateException when closed
     */
    int fd();

    /** Whether {@link #path()} still leads to this very namespace. */
    boolean isCurrent();

    @Override
    void close();
}
