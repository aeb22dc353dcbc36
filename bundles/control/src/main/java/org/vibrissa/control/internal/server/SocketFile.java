package org.vibrissa.control.internal.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket's name in the file system. It is bound in a private folder, given its mode and group
 * there, and moved to its place: nobody can connect before the rights are set.
 */
public final class SocketFile {
    private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);
    private static final String GROUP = "vibrissa";

    private final Path place;
    private final Path nursery;
    private Optional<Object> identity = Optional.empty();

    /** The socket of a run folder, which must exist. */
    public SocketFile(Path runDir) {
        place = runDir.resolve("vibrissa.sock");
        nursery = runDir.resolve(".bind");
    }

    public Path path() {
        return place;
    }

    /**
     * The path to bind, in a fresh private folder.
     *
     * @throws IllegalStateException when a living daemon holds the socket
     */
    public Path prepare() throws IOException {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            refuseLiving();
            LOG.info("{} was left by a daemon that is gone: it is replaced", place);
        }
        Path bind = nursery.resolve("s");
        Files.deleteIfExists(bind);
        Files.deleteIfExists(nursery);
        Files.createDirectory(
                nursery,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return bind;
    }

    /** After the bind: sets mode and group, and shows it to clients. */
    public void publish() throws IOException {
        Path bound = nursery.resolve("s");
        Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-rw----"));
        setGroup(bound);
        Files.move(
                bound, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(nursery);
        identity = Optional.of(inode());
    }

    /** Removes the name, unless another daemon has taken it. */
    public void remove() throws IOException {
        if (identity.isPresent()
                && Files.exists(place, LinkOption.NOFOLLOW_LINKS)
                && inode().equals(identity.get())) {
            Files.deleteIfExists(place);
        }
    }

    private Object inode() throws IOException {
        return Files.getAttribute(place, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    private void refuseLiving() throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(place));
        } catch (IOException dead) {
            LOG.debug("{} does not answer: {}", place, dead.toString());
            return;
        }
        throw new IllegalStateException(
                "a daemon is alive on "
                        + place
                        + ": choose another --node, or stop it with 'vibrissa down'");
    }

    private static void setGroup(Path bound) throws IOException {
        GroupPrincipal group;
        try {
            group =
                    bound.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName(GROUP);
        } catch (UserPrincipalNotFoundException e) {
            LOG.info("group {} does not exist: only root may use the command line", GROUP);
            return;
        }
        try {
            Files.getFileAttributeView(
                            bound, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setGroup(group);
        } catch (IOException e) {
            LOG.warn("cannot give {} to group {}: {}", bound, GROUP, e.toString());
        }
    }
}
