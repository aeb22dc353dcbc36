package org.vibrissa.swap.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Jars made in memory. */
final class Jars {
    private Jars() {}

    /** A jar with this manifest text, headers separated by newlines. */
    static byte[] withManifest(String headers) {
        return zip("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n" + headers + "\n\n");
    }

    static byte[] bundle(String name, String version) {
        return withManifest("Bundle-SymbolicName: " + name + "\nBundle-Version: " + version);
    }

    static byte[] zip(String entry, String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(content.getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
