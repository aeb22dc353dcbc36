package org.vibrissa.bpf.internal.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vibrissa.bpf.BpfException;

/** Number of CPUs the kernel may ever have: the length of per-CPU values. */
public final class PossibleCpus {
    private static final Path FILE = Path.of("/sys/devices/system/cpu/possible");

    private PossibleCpus() {}

    /** The number, read from sysfs. */
    public static int count() {
        try {
            return parse(Files.readString(FILE));
        } catch (IOException e) {
            throw new BpfException("cannot read " + FILE + ": " + e.getMessage(), e);
        }
    }

    /** The highest number of a list such as {@code 0-3} or {@code 0,2-5}, plus one. */
    static int parse(String list) {
        int highest = -1;
        for (String range : list.strip().split(",", -1)) {
            String last = range.substring(range.indexOf('-') + 1);
            highest = Math.max(highest, Integer.parseInt(last.strip()));
        }
        return highest + 1;
    }
}
