package org.vibrissa.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One daemon per node name: a locked file {@code <run dir>/pid}. The kernel drops the lock with the
 * process, so a file left behind by a killed daemon means nothing.
 */
final class NodeLock {
    private final FileChannel channel;
    private final Path file;

    private NodeLock(FileChannel channel, Path file) {
        this.channel = channel;
        this.file = file;
    }

    /** Takes the lock or says who has it. */
    static NodeLock take(String node, Path runDir) throws LaunchFailure {
        Path file = runDir.resolve("pid");
        try {
            Files.createDirectories(runDir);
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
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
            channel.truncate(0);
            byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
            channel.write(ByteBuffer.wrap(pid), 0);
            return new NodeLock(channel, file);
        } catch (IOException e) {
            throw new LaunchFailure(
                    LaunchFailure.FAILED, "cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    /** Gives the name free. */
    void release() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
