package org.vibrissa.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vibrissa.runtime.AtomicFile;

/**
 * The file {@code <run dir>/place}: the network namespace and folders of this daemon, by which a
 * later purge finds them and others see who is here. The thin client reads it.
 */
final class Place {
    private static final Path OWN_NAMESPACE = Path.of("/proc/self/ns/net");
    private static final String NODE = "node=";

    private Place() {}

    static void write(Options options) throws IOException {
        String text =
                namespaceLine(ownNamespace())
                        + "\n"
                        + NODE
                        + options.node()
                        + "\nstate-dir="
                        + options.stateDir().toAbsolutePath()
                        + "\nbpf-dir="
                        + options.bpfDir().toAbsolutePath()
                        + "\nconfig-dir="
                        + options.configDir().toAbsolutePath()
                        + "\n";
        AtomicFile.write(file(options.runDir()), text);
    }

    /** The inode of this process's network namespace. */
    static String ownNamespace() throws IOException {
        return inode(Files.readSymbolicLink(OWN_NAMESPACE).toString());
    }

    /** The node whose run folder this is, when its namespace is that one. */
    static Optional<String> nodeIn(Path runDir, String namespace) throws IOException {
        if (!Files.isRegularFile(file(runDir))) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file(runDir));
        if (!lines.contains(namespaceLine(namespace))) {
            return Optional.empty();
        }
        for (String line : lines) {
            if (line.startsWith(NODE)) {
                return Optional.of(line.substring(NODE.length()));
            }
        }
        return Optional.of(runDir.getFileName().toString());
    }

    /** {@code 4026531840} of {@code net:[4026531840]}. */
    static String inode(String link) {
        return link.substring(link.indexOf('[') + 1, link.indexOf(']'));
    }

    private static String namespaceLine(String inode) {
        return "netns=" + inode;
    }

    private static Path file(Path runDir) {
        return runDir.resolve("place");
    }
}
