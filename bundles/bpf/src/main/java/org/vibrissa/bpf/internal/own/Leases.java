package org.vibrissa.bpf.internal.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.ChainLease;
import org.vibrissa.bpf.LeaseHeldException;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Errno;
import org.vibrissa.bpf.internal.kernel.Fd;
import org.vibrissa.bpf.internal.kernel.HostFiles;

/**
 * Locks on the chains of one bpffs folder. The lock is a flock on a folder in that very bpffs, so
 * it holds against every daemon that uses it, whatever its run directory; the kernel drops it with
 * its process. A symbolic link beside tells who has it.
 */
final class Leases {
    private final Path folder;
    private final String holder;

    /**
     * The leases of a node.
     *
     * @param root the node's bpffs folder
     * @param node the daemon's name
     */
    Leases(Path root, String node) {
        this.folder = root.resolve("lease");
        this.holder = "node " + node + ", pid " + ProcessHandle.current().pid();
    }

    Path folder() {
        return folder;
    }

    ChainLease take(String chain) {
        if (!chain.matches("[A-Za-z0-9_-]{1,60}")) {
            throw new IllegalArgumentException("chain name '" + chain + "' is no plain word");
        }
        try {
            Path lock = Files.createDirectories(folder.resolve(chain));
            int fd = HostFiles.openFolder(lock.toString());
            if (fd < 0) {
                throw Bpf.failed("open lease " + lock, fd);
            }
            Fd owned = new Fd(fd, "lease of chain " + chain);
            int error = HostFiles.lock(fd);
            if (error != 0) {
                owned.close();
                throw refused(chain, lock, error);
            }
            Path note = note(chain);
            Files.deleteIfExists(note);
            Files.createSymbolicLink(note, Path.of(holder));
            return new Held(chain, owned, note);
        } catch (IOException e) {
            throw new BpfException("cannot take the lease of chain " + chain + ": " + e, e);
        }
    }

    private Path note(String chain) {
        return folder.resolve(chain + "_holder");
    }

    private BpfException refused(String chain, Path lock, int error) throws IOException {
        if (error != -Errno.EAGAIN) {
            return Bpf.failed("lock " + lock, error);
        }
        Path note = note(chain);
        String who =
                Files.isSymbolicLink(note)
                        ? Files.readSymbolicLink(note).toString()
                        : "a daemon that is just starting";
        return new LeaseHeldException(
                chain,
                who,
                "chain "
                        + chain
                        + " of "
                        + folder.getParent()
                        + " is held by "
                        + who
                        + "; stop that daemon or give this one another --bpf-dir");
    }

    private final class Held implements ChainLease {
        private final String chain;
        private final Fd fd;
        private final Path note;
        private final AtomicBoolean ended = new AtomicBoolean();

        Held(String chain, Fd fd, Path note) {
            this.chain = chain;
            this.fd = fd;
            this.note = note;
        }

        @Override
        public String chain() {
            return chain;
        }

        @Override
        public String holder() {
            return holder;
        }

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                PinFolder.remove(note);
                fd.close();
            }
        }
    }
}
