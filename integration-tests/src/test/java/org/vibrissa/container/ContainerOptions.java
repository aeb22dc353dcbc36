package org.vibrissa.container;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import org.ops4j.pax.exam.Option;

/** Turns a {@link Bundles.Set} into what Pax Exam is told. */
final class ContainerOptions {
    private ContainerOptions() {}

    static Option[] of(Bundles.Set set) throws IOException {
        List<Option> all = new ArrayList<>(junit());
        all.add(frameworkProperty("felix.bootdelegation.implicit").value("false"));
        all.add(frameworkProperty("felix.cm.pm").value("memory"));
        all.add(systemPackages("javax.inject;version=1.0"));
        if (set == Bundles.Set.DISTRIBUTION) {
            all.addAll(distribution());
        } else {
            all.add(systemPackages("org.slf4j;version=2.0.20", "org.slf4j;version=1.7.36"));
        }
        return all.toArray(Option[]::new);
    }

    /** The jar or folder that a class of the test class path came from. */
    static Path jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }

    private static List<Option> junit() {
        return List.of(
                fileBundle(jarOf(org.junit.jupiter.api.Test.class)),
                fileBundle(jarOf(org.junit.platform.commons.JUnitException.class)),
                fileBundle(jarOf(org.opentest4j.AssertionFailedError.class)));
    }

    private static List<Option> distribution() throws IOException {
        Path home = DistributionFolder.home();
        Properties launch = DistributionFolder.launch();
        List<Option> all = new ArrayList<>();
        all.add(systemPackages(launch.getProperty("system.packages.extra")));
        // Pax Exam has start levels of its own: the list's order is kept by installing in it.
        List<String> lines =
                Files.readAllLines(home.resolve("bundles.list")).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .sorted(Comparator.comparingInt(ContainerOptions::startLevel))
                        .toList();
        for (String line : lines) {
            all.add(listed(home.resolve(line.substring(line.lastIndexOf(' ') + 1))));
        }
        return all;
    }

    private static int startLevel(String line) {
        return Integer.parseInt(line.substring(0, line.indexOf(' ')));
    }

    private static Option listed(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            boolean fragment =
                    file.getManifest().getMainAttributes().getValue("Fragment-Host") != null;
            return bundle(jar.toUri().toString()).start(!fragment);
        }
    }

    private static Option fileBundle(Path jar) {
        return bundle(jar.toUri().toString());
    }
}
