package org.vibrissa.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One daemon per network namespace: starts of one machine take turns, so that of two in the same
 * namespace the second sees the first. A daemon that was killed, whose datapath may forward yet, is
 * told by the mark on its device; the datapath bundle reads that.
 */
final class StartTurn {
    private StartTurn() {}

    /**
     * Takes the node's name and this namespace.
     *
     * @throws LaunchFailure naming who has either, and what to do
     */
    static NodeLock take(Options options) throws LaunchFailure {
        Path nodes = options.runDir().getParent();
        try {
            Files.createDirectories(nodes);
            LockFile turn = LockFile.await(nodes.resolve(".vibrissa-start"));
            try (turn) {
                refuseBesideOther(options, nodes);
                NodeLock lock = NodeLock.take(options.node(), options.runDir());
                Place.write(options);
                return lock;
            }
        } catch (IOException e) {
            throw new LaunchFailure(
                    LaunchFailure.FAILED, "cannot start in " + nodes + ": " + e.getMessage(), e);
        }
    }

    private static void refuseBesideOther(Options options, Path nodes)
            throws LaunchFailure, IOException {
        String own = Place.ownNamespace();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(nodes)) {
            for (Path folder : folders) {
                Optional<String> other = Place.nodeIn(folder, own);
                if (other.isEmpty() || folder.equals(options.runDir())) {
                    continue;
                }
                OptionalLong pid = KernelLocks.holder(NodeLock.file(folder));
                if (pid.isPresent()) {
                    throw refused(options.node(), other.get(), pid.getAsLong());
                }
            }
        }
    }

    private static LaunchFailure refused(String node, String other, long pid) {
        return new LaunchFailure(
                LaunchFailure.FAILED,
                "node '"
                        + node
                        + "' cannot start: node '"
                        + other
                        + "' runs in this network namespace already, as pid "
                        + pid
                        + ".\nThere is one daemon per network namespace: start this one in another,"
                        + " or remove the first with 'vibrissa down --purge --node "
                        + other
                        + "'.");
    }
}
