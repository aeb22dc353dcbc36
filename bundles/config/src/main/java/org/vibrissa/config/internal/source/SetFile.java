package org.vibrissa.config.internal.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.vibrissa.runtime.AtomicFile;

/** Writes the file of {@code vibrissa config set}: whole, durable, or not at all. */
public final class SetFile {
    private SetFile() {}

    /** Replaces the file by these keys. */
    public static void write(Path file, SortedMap<String, String> values) throws IOException {
        StringBuilder yaml = new StringBuilder("# Written by 'vibrissa config set'.\n");
        for (Map.Entry<String, String> entry : values.entrySet()) {
            yaml.append(entry.getKey()).append(": ").append(scalar(entry.getValue())).append('\n');
        }
        Files.createDirectories(file.getParent());
        AtomicFile.write(file, yaml.toString());
    }

    /** A double-quoted YAML scalar, which can hold any text. */
    private static String scalar(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        quoted.append(String.format("\\x%02x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
