package org.vibrissa.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A user with no rights at all, and a copy of the distribution that it can read. */
public final class Unprivileged {
    private static final String NOBODY = "65534";

    private final Path copy;

    private Unprivileged(Path copy) {
        this.copy = copy;
    }

    /** The source tree may lie where only root comes: the copy does not. */
    public static Unprivileged user(Lab lab) throws IOException {
        Path folder = Files.createTempDirectory(lab.prefix());
        lab.later("copy " + folder, () -> Command.run("rm", "-r", folder.toString()).expectOk());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Command.run("cp", "-r", Place.distribution().toString(), folder.toString()).expectOk();
        Path copy = folder.resolve(Place.distribution().getFileName());
        // A class archive belongs to the files that it was made from.
        Files.deleteIfExists(copy.resolve("lib/vibrissa.jsa"));
        return new Unprivileged(copy);
    }

    /** Runs the command line client as that user. */
    public Outcome vibrissa(String... words) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups"));
        all.add(copy.resolve("bin/vibrissa").toString());
        all.addAll(List.of(words));
        return Command.run(all, "");
    }
}
