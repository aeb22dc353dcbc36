package org.vibrissa.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One daemon per node name: the locked file {@code <run dir>/pid}. */
final class NodeLock {
    private final LockFile lock;

    private NodeLock(LockFile lock) {
        this.lock = lock;
    }

    /** Takes the lock or says who has it. */
    static NodeLock take(String node, Path runDir) throws LaunchFailure {
        Path file = file(runDir);
        try {
            Files.createDirectories(runDir);
            Optional<LockFile> lock = LockFile.take(file);
            if (lock.isEmpty()) {
                throw new LaunchFailure(
                        LaunchFailure.FAILED,
                        "node '"
                                + node
                                + "' runs already as pid "
                                + Files.readString(file).strip()
                                + " (it holds "
                                + file
                                + ").\nStop it with 'vibrissa down --node "
                                + node
                                + "', or choose another --node.");
            }
            return new NodeLock(lock.get());
        } catch (IOException e) {
            throw new LaunchFailure(
                    LaunchFailure.FAILED, "cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    /** The file of a daemon's run folder. */
    static Path file(Path runDir) {
        return runDir.resolve("pid");
    }

    /** Gives the name free. */
    void release() throws IOException {
        lock.close();
    }
}
