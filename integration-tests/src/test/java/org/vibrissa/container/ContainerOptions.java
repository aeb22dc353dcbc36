package org.vibrissa.container;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        Properties launch = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("launch.properties"))) {
            launch.load(reader);
        }
        List<Option> all = new ArrayList<>();
        all.add(systemPackages(launch.getProperty("system.packages.extra")));
        for (String line : Files.readAllLines(home.resolve("bundles.list"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(" ", 3);
                all.add(listed(home.resolve(parts[2]), Integer.parseInt(parts[0])));
            }
        }
        return all;
    }

    private static Option listed(Path jar, int startLevel) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            boolean fragment =
                    file.getManifest().getMainAttributes().getValue("Fragment-Host") != null;
            return bundle(jar.toUri().toString()).startLevel(startLevel).start(!fragment);
        }
    }

    private static Option fileBundle(Path jar) {
        return bundle(jar.toUri().toString());
    }
}
