package org.vibrissa.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bundles of the distribution as a later release would bring them: the same under a new version.
 */
public final class Reversioned {
    private Reversioned() {}

    /** A copy of a bundle such as {@code overlay} with another version. */
    public static Path bundle(Lab lab, String name, String version) {
        Path copy = lab.folder().resolve(name + "-" + version + ".jar");
        try {
            Files.copy(Place.bundle("org.vibrissa." + name), copy);
            try (FileSystem zip = FileSystems.newFileSystem(copy)) {
                Path manifest = zip.getPath("META-INF/MANIFEST.MF");
                String text = Files.readString(manifest, StandardCharsets.UTF_8);
                String later =
                        text.replaceFirst("Bundle-Version: [^\r\n]*", "Bundle-Version: " + version);
                if (later.equals(text)) {
                    throw new IllegalStateException(copy + " has no other version to replace");
                }
                Files.writeString(manifest, later);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
