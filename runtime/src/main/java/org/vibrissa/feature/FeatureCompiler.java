package org.vibrissa.feature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.vibrissa.launcher.Crc32;

/**
 * Makes the distribution folder's {@code bundles/}, {@code bundles.list} and {@code
 * launch.properties} from a feature.
 *
 * <p>Equal input gives equal output, byte for byte.
 */
public final class FeatureCompiler {
    private FeatureCompiler() {}

    /**
     * Compiles.
     *
     * @param args the feature file, the folder with the bundles' jars as the build copied them, the
     *     distribution folder with {@code lib/} already filled
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException("usage: FeatureCompiler FEATURE JARS DISTRIBUTION");
        }
        compile(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
    }

    static void compile(Path featureFile, Path jars, Path home) throws IOException {
        Feature feature;
        try {
            feature = Feature.parse(Files.readString(featureFile));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(featureFile + ": " + e.getMessage(), e);
        }
        Path bundles = Files.createDirectories(home.resolve("bundles"));
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Made from " + featureFile.getFileName() + "; start level, CRC-32, SHA-256, jar");
        Set<String> kept = new TreeSet<>();
        for (BundleRef bundle : feature.bundles()) {
            Path jar = jars.resolve(bundle.fileName());
            if (!Files.exists(jar)) {
                throw new IllegalArgumentException(
                        featureFile
                                + ": "
                                + bundle.id()
                                + " is not among the dependencies of runtime/pom.xml ("
                                + jar
                                + " is missing)");
            }
            byte[] content = Files.readAllBytes(jar);
            put(content, bundles.resolve(bundle.fileName()));
            kept.add(bundle.fileName());
            lines.add(
                    bundle.startOrder()
                            + " "
                            + Crc32.of(content)
                            + " "
                            + Sha256.of(content)
                            + " bundles/"
                            + bundle.fileName());
        }
        removeOthers(bundles, kept);
        Files.write(home.resolve("bundles.list"), lines);
        Files.write(home.resolve("launch.properties"), properties(feature, home.resolve("lib")));
    }

    /** Replaces by a rename, and only what differs: a running daemon keeps what it has open. */
    private static void put(byte[] content, Path file) throws IOException {
        if (Files.exists(file) && Arrays.equals(content, Files.readAllBytes(file))) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.write(next, content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<String> properties(Feature feature, Path lib) throws IOException {
        List<String> packages = new ArrayList<>();
        try (Stream<Path> files = Files.list(lib)) {
            for (Path jar : files.sorted().toList()) {
                String name = jar.getFileName().toString();
                // The framework exports its own packages; the launcher has none to share. A class
                // archive may lie here too.
                if (name.endsWith(".jar")
                        && !name.startsWith("org.apache.felix.framework-")
                        && !name.equals("launcher.jar")) {
                    packages.addAll(ExportedPackages.of(jar));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("version=" + feature.version());
        lines.add("ready.checks=" + String.join(",", feature.readyChecks()));
        lines.add("system.packages.extra=" + String.join(",", packages));
        feature.settings().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(e -> lines.add("setting." + e.getKey() + "=" + e.getValue()));
        return lines;
    }

    private static void removeOthers(Path bundles, Set<String> kept) throws IOException {
        try (Stream<Path> files = Files.list(bundles)) {
            for (Path file : files.toList()) {
                if (!kept.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }
}
