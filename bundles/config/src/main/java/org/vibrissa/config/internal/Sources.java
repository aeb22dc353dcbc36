package org.vibrissa.config.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.config.ConfigurationRejected;
import org.vibrissa.config.Problem;
import org.vibrissa.config.internal.source.Assignment;
import org.vibrissa.config.internal.source.ConfigFolder;
import org.vibrissa.config.internal.source.SetFile;
import org.vibrissa.config.internal.source.YamlFile;

/** Everything that may give a key its value, in the order in which it counts. */
final class Sources {
    private final List<Assignment> feature;
    private final ConfigFolder folder;
    private final List<Assignment> options;

    /**
     * The sources of one daemon.
     *
     * @param feature lines {@code key=value} set by the feature
     * @param folder the configuration folder
     * @param options lines {@code key=value} fixed by options of {@code vibrissa run}
     */
    Sources(String feature, Path folder, String options) {
        this.feature = lines(feature, "feature");
        this.folder = new ConfigFolder(folder);
        this.options = lines(options, "option of 'vibrissa run'");
    }

    /** All assignments, those that count more later. */
    List<Assignment> read(List<Problem> problems) {
        List<Assignment> all = new ArrayList<>(feature);
        all.addAll(folder.read(problems));
        all.addAll(options);
        return all;
    }

    Path setFile() {
        return folder.setFile();
    }

    /** Whether an option of {@code vibrissa run} fixes the key. */
    boolean fixed(String key) {
        return options.stream().anyMatch(option -> option.key().equals(key));
    }

    /** Stores a key's value, or forgets it. */
    void store(String key, Optional<String> value) throws ConfigurationRejected {
        SortedMap<String, String> stored = stored();
        stored.remove(key);
        value.ifPresent(text -> stored.put(key, text));
        try {
            SetFile.write(setFile(), stored);
        } catch (IOException e) {
            throw new ConfigurationRejected(
                    List.of(new Problem(setFile().toString(), key, "cannot be written: " + e, "")));
        }
    }

    private SortedMap<String, String> stored() throws ConfigurationRejected {
        SortedMap<String, String> stored = new TreeMap<>();
        if (Files.exists(setFile())) {
            List<Problem> problems = new ArrayList<>();
            YamlFile.read(setFile(), problems).forEach(a -> stored.put(a.key(), a.text()));
            if (!problems.isEmpty()) {
                throw new ConfigurationRejected(problems);
            }
        }
        return stored;
    }

    private static List<Assignment> lines(String text, String origin) {
        return text.lines()
                .filter(line -> line.contains("="))
                .map(
                        line -> {
                            int equals = line.indexOf('=');
                            return new Assignment(
                                    line.substring(0, equals), line.substring(equals + 1), origin);
                        })
                .toList();
    }
}
