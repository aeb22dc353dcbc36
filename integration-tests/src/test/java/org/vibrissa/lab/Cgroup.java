package org.vibrissa.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A cgroup of its own, with processes of a namespace in it.
 *
 * @param name its path below the cgroup2 mount
 * @param folder where it is
 * @param namespace the network of its processes
 */
public record Cgroup(String name, Path folder, Namespace namespace) implements Inside {
    /** Makes an empty one; it goes when its processes have gone at the end of the lab. */
    public static Cgroup make(Lab lab, String suffix, Namespace namespace) {
        String name = lab.prefix() + suffix;
        try {
            Path folder = mount().resolve(name);
            Files.createDirectory(folder);
            lab.later("cgroup " + name, () -> remove(folder));
            return new Cgroup(name, folder, namespace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Outcome exec(String... words) {
        return namespace.exec(within(words));
    }

    /** {@code words} as they run in this cgroup. */
    String[] within(String... words) {
        String[] all = new String[words.length + 4];
        all[0] = "sh";
        all[1] = "-c";
        all[2] = "echo $$ >\"$0/cgroup.procs\" && exec \"$@\"";
        all[3] = folder.toString();
        System.arraycopy(words, 0, all, 4, words.length);
        return all;
    }

    private static Path mount() throws IOException {
        return Files.readAllLines(Path.of("/proc/mounts")).stream()
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields[2].equals("cgroup2"))
                .map(fields -> Path.of(fields[1]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no cgroup2 is mounted"));
    }

    private static void remove(Path folder) {
        Await.until(
                "nobody is in " + folder,
                Duration.ofSeconds(30),
                () -> Command.run("rmdir", folder.toString()).ok());
    }
}
