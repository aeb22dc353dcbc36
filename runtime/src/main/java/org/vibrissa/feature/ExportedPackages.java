package org.vibrissa.feature;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a jar's manifest exports, as {@code package;version="x"}, without {@code uses} and other
 * directives: the system bundle exports it all from one class loader.
 */
final class ExportedPackages {
    /** A clause up to the next comma that is not inside quotes. */
    private static final Pattern CLAUSE = Pattern.compile("((?:[^,\"]|\"[^\"]*\")+)");

    private static final Pattern VERSION = Pattern.compile(";\\s*version=\"?([0-9A-Za-z._-]+)\"?");
    private static final Pattern QUOTED = Pattern.compile("uses:=\"[^\"]*\"");

    private ExportedPackages() {}

    static List<String> of(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String header = file.getManifest().getMainAttributes().getValue("Export-Package");
            return header == null ? List.of() : parse(header);
        }
    }

    static List<String> parse(String header) {
        List<String> packages = new ArrayList<>();
        Matcher clauses = CLAUSE.matcher(header);
        while (clauses.find()) {
            String clause = QUOTED.matcher(clauses.group(1)).replaceAll("");
            Matcher version = VERSION.matcher(clause);
            String name = clause.split(";", 2)[0].strip();
            packages.add(name + (version.find() ? ";version=\"" + version.group(1) + "\"" : ""));
        }
        return packages;
    }
}
