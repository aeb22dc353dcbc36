package org.vibrissa.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vibrissa.runtime.AtomicFile;

/**
 * The file {@code <run dir>/place}: the network namespace and folders of this daemon, by which a
 * later purge finds them. The thin client reads it.
 */
final class Place {
    private static final Path OWN_NAMESPACE = Path.of("/proc/self/ns/net");

    private Place() {}

    static void write(Options options) throws IOException {
        String text =
                "netns="
                        + inode(Files.readSymbolicLink(OWN_NAMESPACE).toString())
                        + "\nstate-dir="
                        + options.stateDir().toAbsolutePath()
                        + "\nbpf-dir="
                        + options.bpfDir().toAbsolutePath()
                        + "\nconfig-dir="
                        + options.configDir().toAbsolutePath()
                        + "\n";
        AtomicFile.write(options.runDir().resolve("place"), text);
    }

    /** {@code 4026531840} of {@code net:[4026531840]}. */
    static String inode(String link) {
        return link.substring(link.indexOf('[') + 1, link.indexOf(']'));
    }
}
