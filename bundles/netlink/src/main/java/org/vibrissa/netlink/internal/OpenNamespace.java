package org.vibrissa.netlink.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.vibrissa.netlink.NamespaceId;
import org.vibrissa.netlink.NamespaceVanishedException;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.NetworkNamespace;

/** A network namespace held by a file descriptor. */
final class OpenNamespace implements NetworkNamespace {
    private static final long NS_GET_NSTYPE = 0xb703L;

    private final String name;
    private final Path path;
    private final NamespaceId id;
    private int fd;

    private OpenNamespace(String name, Path path, int fd) {
        this.name = name;
        this.path = path;
        this.fd = fd;
        this.id = identify(Path.of("/proc/self/fd/" + fd));
    }

    /**
     * Opens the namespace at a path.
     *
     * @throws NamespaceVanishedException when there is nothing
     * @throws NetlinkException EINVAL when it is something else
     */
    static OpenNamespace open(String name, Path path) {
        String request = "open network namespace " + name;
        byte[] file = (path + "\0").getBytes(StandardCharsets.UTF_8);
        int fd = Libc.open(file, Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NONBLOCK, 0);
        if (fd < 0) {
            NetlinkException failure = Errno.last(request);
            throw failure.isAbsent() ? vanished(request, path) : failure;
        }
        try {
            if (Libc.ioctl(fd, NS_GET_NSTYPE, 0L) != Libc.CLONE_NEWNET) {
                throw Errno.of(request, Errno.EINVAL, path + " is no network namespace");
            }
            return new OpenNamespace(name, path, fd);
        } catch (RuntimeException e) {
            Libc.close(fd);
            throw e;
        }
    }

    private static NamespaceVanishedException vanished(String request, Path path) {
        return new NamespaceVanishedException(
                request, Errno.ENOENT, Errno.name(Errno.ENOENT), "nothing at " + path);
    }

    /** A second handle of the same namespace, whatever has become of its path. */
    static OpenNamespace copyOf(NetworkNamespace other) {
        Path again = Path.of("/proc/self/fd/" + other.fd());
        OpenNamespace copy = open(other.name(), again);
        if (copy.id.equals(other.id())) {
            return copy;
        }
        copy.close();
        throw new IllegalStateException("the namespace " + other.name() + " was closed meanwhile");
    }

    private static NamespaceId identify(Path path) {
        try {
            return read(path);
        } catch (IOException e) {
            NetlinkException failure =
                    Errno.of("identify namespace " + path, Errno.ENOENT, e.toString());
            failure.initCause(e);
            throw failure;
        }
    }

    static NamespaceId read(Path path) throws IOException {
        Map<String, Object> stat = Files.readAttributes(path, "unix:dev,ino");
        return new NamespaceId((Long) stat.get("dev"), (Long) stat.get("ino"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public NamespaceId id() {
        return id;
    }

    @Override
    public synchronized int fd() {
        if (fd < 0) {
            throw new IllegalStateException("the network namespace " + name + " is closed");
        }
        return fd;
    }

    @Override
    public boolean isCurrent() {
        try {
            return read(path).equals(id);
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        if (fd >= 0) {
            Libc.close(fd);
            fd = -1;
        }
    }

    @Override
    public String toString() {
        return name + " " + id;
    }
}
