package org.vibrissa.policy.internal.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.state.Documents;

/** Texts of the client's files and folders, or of its standard input. */
final class ClientTexts {
    private ClientTexts() {}

    /** By the name that is shown for them. */
    static Map<String, byte[]> read(Invocation invocation, List<String> paths) {
        Map<String, byte[]> texts = new LinkedHashMap<>();
        for (String path : paths) {
            for (String file : files(invocation, path)) {
                String source = file.equals("-") ? "standard input" : file;
                texts.put(source, invocation.readFile(file, Documents.MAX_BYTES));
            }
        }
        if (texts.isEmpty()) {
            throw CommandFailed.failed("no document in " + String.join(", ", paths), "");
        }
        return texts;
    }

    /** What does not look like a file is tried as a folder first. */
    private static List<String> files(Invocation invocation, String path) {
        if (path.equals("-") || path.matches(".*\\.(ya?ml|json)")) {
            return List.of(path);
        }
        List<String> files = new ArrayList<>();
        try {
            String folder = path.endsWith("/") ? path : path + "/";
            invocation.listFolder(path).forEach(name -> files.add(folder + name));
        } catch (CommandFailed noFolder) {
            files.add(path);
        }
        return files;
    }
}
