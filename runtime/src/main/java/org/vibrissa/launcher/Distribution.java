package org.vibrissa.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The installed folder that this launcher came from, as the feature compiler made it.
 *
 * @param home the folder with lib, bundles and etc
 * @param version of the product
 * @param bundles what to install and start
 * @param systemPackages what the system bundle exports from the launcher's class path
 * @param settings configuration keys with the values that the feature sets
 * @param readyChecks names which must be registered and met before the daemon is ready
 */
record Distribution(
        Path home,
        String version,
        BundleList bundles,
        String systemPackages,
        Map<String, String> settings,
        List<String> readyChecks) {
    private static final String SETTING = "setting.";

    Distribution {
        settings = Map.copyOf(settings);
        readyChecks = List.copyOf(readyChecks);
    }

    static Distribution read(Path home) throws LaunchFailure {
        Properties launch = new Properties();
        Path file = home.resolve("launch.properties");
        try (Reader reader = Files.newBufferedReader(file)) {
            launch.load(reader);
            return new Distribution(
                    home,
                    required(launch, "version", file),
                    BundleList.parse(Files.readString(home.resolve("bundles.list"))),
                    required(launch, "system.packages.extra", file),
                    settings(launch),
                    Stream.of(required(launch, "ready.checks", file).split(",", -1))
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .toList());
        } catch (IOException | IllegalArgumentException e) {
            throw new LaunchFailure(
                    LaunchFailure.FAILED,
                    home + " is not a complete installation: " + e + "\nInstall Vibrissa again.",
                    e);
        }
    }

    private static Map<String, String> settings(Properties launch) {
        return launch.stringPropertyNames().stream()
                .filter(name -> name.startsWith(SETTING))
                .collect(
                        Collectors.toMap(
                                name -> name.substring(SETTING.length()), launch::getProperty));
    }

    private static String required(Properties launch, String key, Path file) {
        String value = launch.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(file + " has no " + key);
        }
        return value;
    }
}
