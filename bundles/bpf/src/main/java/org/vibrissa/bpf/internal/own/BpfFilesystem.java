package org.vibrissa.bpf.internal.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.internal.kernel.Errno;
import org.vibrissa.bpf.internal.kernel.HostFiles;

/** Sees to it that a folder is on a bpffs. */
final class BpfFilesystem {
    private static final Path USUAL = Path.of("/sys/fs/bpf");

    private BpfFilesystem() {}

    /**
     * Makes the folder; mounts bpffs at its usual place when that is missing.
     *
     * @throws BpfException naming the command that helps
     */
    static void ensure(Path folder) {
        try {
            if (!isBpf(existing(folder)) && folder.startsWith(USUAL) && Files.exists(USUAL)) {
                int error = HostFiles.mountBpf(USUAL.toString());
                if (error != 0) {
                    throw missing(folder, "mount failed with " + Errno.name(-error));
                }
            }
            if (!isBpf(existing(folder))) {
                throw missing(folder, "the folder is on another file system");
            }
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new BpfException("cannot make " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Path existing(Path folder) {
        Path at = folder;
        while (!Files.exists(at)) {
            at = at.getParent();
        }
        return at;
    }

    private static boolean isBpf(Path path) throws IOException {
        return "bpf".equals(Files.getFileStore(path).type());
    }

    private static BpfException missing(Path folder, String why) {
        Path mount = folder.startsWith(USUAL) ? USUAL : folder;
        return new BpfException(
                "no bpffs at " + folder + ": " + why + "; run as root: mount -t bpf bpf " + mount);
    }
}
