package org.vibrissa.hubble.internal.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unix socket's name. It is bound in a private folder, gets its rights there, and is moved to
 * its place: nobody connects before. What lies there already is an earlier run's, as one daemon has
 * one run folder.
 */
public final class SocketPlace {
    private static final Logger LOG = LoggerFactory.getLogger(SocketPlace.class);
    private static final String GROUP = "vibrissa";

    private final Path place;
    private final Path nursery;

    /**
     * Of the socket as it was published; a later version of the bundle may have put its own there.
     */
    private Object published = "nothing";

    public SocketPlace(Path place) {
        this.place = place;
        nursery = place.resolveSibling("." + place.getFileName() + ".bind");
    }

    public Path path() {
        return place;
    }

    /** The path to bind. */
    public Path prepare() throws IOException {
        Path bind = nursery.resolve("s");
        Files.deleteIfExists(bind);
        Files.deleteIfExists(nursery);
        Files.createDirectory(
                nursery,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return bind;
    }

    /** After the bind: shows it to clients. */
    public void publish() throws IOException {
        Path bound = nursery.resolve("s");
        Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-rw----"));
        giveToGroup(bound);
        published = key(bound);
        Files.move(
                bound, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(nursery);
    }

    /** Takes it away, unless another has taken its place. */
    public void remove() throws IOException {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && published.equals(key(place))) {
            Files.deleteIfExists(place);
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static void giveToGroup(Path bound) throws IOException {
        try {
            var group =
                    bound.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName(GROUP);
            Files.getFileAttributeView(
                            bound, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setGroup(group);
        } catch (UserPrincipalNotFoundException e) {
            LOG.info("group {} does not exist: only root may read flows", GROUP);
        }
    }
}
