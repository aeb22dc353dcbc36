package org.vibrissa.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Linux capabilities without which nothing here works. */
final class Capabilities {
    private static final Map<Integer, String> NEEDED = new LinkedHashMap<>();

    static {
        NEEDED.put(12, "CAP_NET_ADMIN (devices, routes, traffic control)");
        NEEDED.put(21, "CAP_SYS_ADMIN (network namespaces, mounting bpffs)");
        NEEDED.put(38, "CAP_PERFMON (verifier access to packet data)");
        NEEDED.put(39, "CAP_BPF (programs and maps)");
    }

    private Capabilities() {}

    /** Refuses to go on when this process lacks one. */
    static void require() throws LaunchFailure {
        try {
            List<String> missing = missing(Files.readString(Path.of("/proc/self/status")));
            if (!missing.isEmpty()) {
                throw new LaunchFailure(
                        LaunchFailure.FAILED,
                        "missing "
                                + String.join(", ", missing)
                                + ".\nRun as root, for example: sudo vibrissa run");
            }
        } catch (IOException e) {
            throw new LaunchFailure(
                    LaunchFailure.FAILED, "cannot read own capabilities: " + e.getMessage(), e);
        }
    }

    /** What the text of {@code /proc/<pid>/status} lacks. */
    static List<String> missing(String status) {
        long effective =
                status.lines()
                        .filter(line -> line.startsWith("CapEff:"))
                        .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                        .findFirst()
                        .orElse(0);
        return NEEDED.entrySet().stream()
                .filter(entry -> (effective & (1L << entry.getKey())) == 0)
                .map(Map.Entry::getValue)
                .toList();
    }
}
