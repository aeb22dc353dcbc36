package org.vibrissa.config.internal.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vibrissa.config.Problem;

/** {@code vibrissa.yaml} and {@code conf.d/*.yaml}, in the order in which they count. */
public final class ConfigFolder {
    private final Path folder;

    /** A folder, which need not exist. */
    public ConfigFolder(Path folder) {
        this.folder = folder;
    }

    /** The file that {@code vibrissa config set} writes. */
    public Path setFile() {
        return folder.resolve("conf.d").resolve("90-set.yaml");
    }

    /** All assignments, those that count more later. */
    public List<Assignment> read(List<Problem> problems) {
        List<Assignment> all = new ArrayList<>();
        for (Path file : files(problems)) {
            all.addAll(YamlFile.read(file, problems));
        }
        return all;
    }

    private List<Path> files(List<Problem> problems) {
        List<Path> files = new ArrayList<>();
        Path main = folder.resolve("vibrissa.yaml");
        if (Files.exists(main)) {
            files.add(main);
        }
        Path more = folder.resolve("conf.d");
        if (Files.isDirectory(more)) {
            try (Stream<Path> entries = Files.list(more)) {
                entries.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException e) {
                problems.add(new Problem(more.toString(), "", "cannot be listed: " + e, ""));
            }
        }
        return files;
    }
}
