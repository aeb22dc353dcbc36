package org.vibrissa.launcher;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The command line of the launcher.
 *
 * @param purge remove what the node has on the host instead of running it
 * @param node the daemon's name
 * @param settings configuration keys fixed by {@code --set} and {@code --log-level}
 * @param exitWhenReady stop cleanly as soon as ready; used to record the class archive
 */
record Options(
        boolean purge,
        String node,
        Path configDir,
        Path stateDir,
        Path runDir,
        Path bpfDir,
        Map<String, String> settings,
        boolean exitWhenReady) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String USAGE =
            "usage: vibrissa run [--node NAME] [--config-dir DIR] [--state-dir DIR] [--run-dir DIR]"
                    + " [--bpf-dir DIR] [--log-level error|warn|info|debug|trace] [--set KEY=VALUE]";

    Options {
        settings = Map.copyOf(settings);
    }

    /**
     * Reads arguments such as {@code run --node a}.
     *
     * @param hostName the name when {@code --node} is absent
     */
    static Options parse(List<String> args, String hostName) throws LaunchFailure {
        Deque<String> rest = new ArrayDeque<>(args);
        String command = rest.isEmpty() ? "" : rest.pop();
        if (!command.equals("run") && !command.equals("purge")) {
            throw usage("unknown command '" + command + "'");
        }
        Map<String, String> given = new LinkedHashMap<>();
        Map<String, String> settings = new LinkedHashMap<>();
        while (!rest.isEmpty()) {
            String option = rest.pop();
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            switch (name) {
                case "--node", "--config-dir", "--state-dir", "--run-dir", "--bpf-dir" ->
                        given.put(name, value(option, equals, rest));
                case "--log-level" -> settings.put("log.level", value(option, equals, rest));
                case "--set" -> set(settings, value(option, equals, rest));
                case "--exit-when-ready" -> given.put(name, "");
                default -> throw usage("unknown option '" + option + "'");
            }
        }
        String node = given.getOrDefault("--node", nodeName(hostName));
        if (!NAME.matcher(node).matches()) {
            throw usage(
                    "node name '"
                            + node
                            + "' is not valid: 1 to 63 of a-z, 0-9 and '-', no '-' at either end");
        }
        return new Options(
                command.equals("purge"),
                node,
                folder(given, "--config-dir", "/etc/vibrissa"),
                folder(given, "--state-dir", "/var/lib/vibrissa/" + node),
                folder(given, "--run-dir", "/run/vibrissa/" + node),
                folder(given, "--bpf-dir", "/sys/fs/bpf/vibrissa/" + node),
                settings,
                given.containsKey("--exit-when-ready"));
    }

    /** A host name made fit for a node name: up to the first dot, lower case, others to '-'. */
    static String nodeName(String hostName) {
        String label = hostName.strip().split("\\.", 2)[0].toLowerCase(java.util.Locale.ROOT);
        return label.replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    }

    private static Path folder(Map<String, String> given, String option, String otherwise) {
        return Path.of(given.getOrDefault(option, otherwise)).toAbsolutePath().normalize();
    }

    private static void set(Map<String, String> settings, String assignment) throws LaunchFailure {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw usage("--set needs KEY=VALUE, not '" + assignment + "'");
        }
        settings.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }

    private static String value(String option, int equals, Deque<String> rest)
            throws LaunchFailure {
        if (equals >= 0) {
            return option.substring(equals + 1);
        }
        if (rest.isEmpty()) {
            throw usage("option '" + option + "' needs a value");
        }
        return rest.pop();
    }

    private static LaunchFailure usage(String message) {
        return new LaunchFailure(LaunchFailure.USAGE, message + "\n" + USAGE);
    }
}
