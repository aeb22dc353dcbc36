package org.vibrissa.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A host of the lab: a network namespace in which a real daemon of the distribution runs. */
public final class Host {
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private final Lab lab;
    private final String node;
    private final Path configFolder;
    private final Path log;
    private Namespace namespace;
    private Path stateFolder;
    private Path bpfFolder;
    private List<String> under = List.of();
    // The same on every host: hosts of a lab are apart unless a test joins them.
    private String pool4 = "10.50.0.0/24";
    private String pool6 = "fd50::/64";
    private Process daemon;
    private boolean hasPool;

    Host(Lab lab, String suffix, Namespace namespace) {
        this.lab = lab;
        this.namespace = namespace;
        node = lab.prefix() + "-" + suffix;
        configFolder = lab.folder().resolve(suffix + ".etc");
        stateFolder = lab.folder().resolve(suffix + ".state");
        bpfFolder = Path.of("/sys/fs/bpf/vibrissa", node);
        log = lab.folder().resolve(suffix + ".daemon.log");
        lab.later("daemon " + node, this::remove);
        configure("# The defaults.\n");
    }

    /** The daemon's name. */
    public String node() {
        return node;
    }

    /** Where the daemon runs. */
    public Namespace namespace() {
        return namespace;
    }

    /** Its folder in bpffs. */
    public Path bpfFolder() {
        return bpfFolder;
    }

    /** Its sockets. */
    public Path runFolder() {
        return Path.of("/run/vibrissa", node);
    }

    /** Where its API listens. */
    public Path socket() {
        return runFolder().resolve("vibrissa.sock");
    }

    /** Its stored resources. */
    public Path stateFolder() {
        return stateFolder;
    }

    /** Runs in another namespace than its own; to be said before the first start. */
    public Host in(Namespace other) {
        namespace = other;
        return this;
    }

    /** Keeps its state in another folder; to be said before the first start. */
    public Host stateIn(Path folder) {
        stateFolder = folder;
        return this;
    }

    /** Keeps its pins in another folder; to be said before the first start. */
    public Host pinsIn(Path folder) {
        bpfFolder = folder;
        return this;
    }

    /** Starts the daemon by a command that changes what it finds; it must execute the rest. */
    public Host under(String... words) {
        under = List.of(words);
        return this;
    }

    /** Gives its endpoints addresses of these networks; to be said before the first start. */
    public Host pool(String v4, String v6) {
        pool4 = v4;
        pool6 = v6;
        return this;
    }

    /** Leaves it without a pool of its own; to be said before the first start. */
    public Host withoutPool() {
        hasPool = true;
        return this;
    }

    /** What it logged, over all its starts. */
    public Path log() {
        return log;
    }

    /** Replaces its {@code vibrissa.yaml}; read at the next start. */
    public void configure(String yaml) {
        try {
            Files.createDirectories(configFolder);
            Files.writeString(configFolder.resolve("vibrissa.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the daemon, waits until it is ready and gives it addresses to hand out. */
    public Host start() {
        launch();
        awaitUsable();
        return this;
    }

    /** Waits until it is ready and has addresses to hand out. */
    void awaitUsable() {
        awaitReady();
        if (!hasPool) {
            apply(
                    "apiVersion: vibrissa.org/v1\nkind: IpPool\nmetadata:\n  name: default\n"
                            + "spec:\n  cidrs: ["
                            + pool4
                            + ", \""
                            + pool6
                            + "\"]\n");
            hasPool = true;
        }
    }

    /** Starts the daemon without waiting. */
    public void launch() {
        if (runs()) {
            throw new IllegalStateException(node + " runs already");
        }
        daemon = process();
    }

    /** Waits until {@code status --wait} says that it is ready; fails at once when it ended. */
    public void awaitReady() {
        Await.until(
                node + " is ready",
                START_PATIENCE,
                () -> {
                    if (!runs()) {
                        throw new AssertionError(
                                node + " ended with " + daemon.exitValue() + ":\n" + logTail());
                    }
                    return cli("status", "--wait", "--timeout", "5").ok();
                },
                this::logTail);
    }

    /** Whether the daemon's process lives. */
    public boolean runs() {
        return daemon != null && daemon.isAlive();
    }

    /** The daemon's process id. */
    public long pid() {
        return daemon.pid();
    }

    /** Kills the daemon as a crash would. */
    public void kill() {
        daemon.destroyForcibly();
        awaitEnd();
    }

    /** Asks it to stop, as systemd does; returns its exit code. */
    public int stop() {
        daemon.destroy();
        awaitEnd();
        return daemon.exitValue();
    }

    /** Runs the command line client against this daemon. */
    public Outcome cli(String... words) {
        return cliWith("", words);
    }

    /** As above, with {@code input} on standard input. */
    public Outcome cliWith(String input, String... words) {
        List<String> all = new ArrayList<>(List.of(Place.vibrissa().toString(), "--node", node));
        all.addAll(List.of(words));
        return Command.run(all, input);
    }

    /** Applies resources and expects them to be accepted. */
    public void apply(String yaml) {
        cliWith(yaml, "apply", "-f", "-").expectOk();
    }

    /** Makes a workload namespace beside the host; it is no endpoint yet. */
    public Workload workload(String name) {
        return new Workload(this, name, lab.namespace(name));
    }

    /** Removes what the daemon made on the host, with the daemon stopped or running. */
    public Outcome purge() {
        Outcome outcome = Command.run(Command.inside(namespace.file(), purgeWords()), "");
        if (daemon != null) {
            Await.until(node + " ended after its purge", STOP_PATIENCE, () -> !daemon.isAlive());
        }
        return outcome;
    }

    /** Starts a daemon that is to be refused, such as a second one, and returns how it ended. */
    public Outcome startAgain() {
        return Command.run(Command.inside(namespace.file(), runWords()), "");
    }

    /** The last lines of the daemon's log, without who asked for what. */
    public String logTail() {
        try {
            List<String> lines =
                    (Files.exists(log) ? Files.readAllLines(log) : List.<String>of())
                            .stream().filter(line -> !line.contains(" control.audit: ")).toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return "cannot read " + log + ": " + e;
        }
    }

    Lab lab() {
        return lab;
    }

    private Process process() {
        try {
            return new ProcessBuilder(Command.inside(namespace.file(), underWords()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] runWords() {
        return words("run");
    }

    private String[] underWords() {
        List<String> all = new ArrayList<>(under);
        all.addAll(List.of(runWords()));
        return all.toArray(String[]::new);
    }

    private String[] purgeWords() {
        return words("down", "--purge", "--yes");
    }

    private String[] words(String... command) {
        List<String> all = new ArrayList<>(List.of(Place.vibrissa().toString()));
        all.addAll(List.of(command));
        all.addAll(List.of("--node", node, "--config-dir", configFolder.toString()));
        all.addAll(List.of("--state-dir", stateFolder.toString()));
        all.addAll(List.of("--bpf-dir", bpfFolder.toString()));
        return all.toArray(String[]::new);
    }

    private void awaitEnd() {
        try {
            if (!daemon.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(node + " did not end:\n" + logTail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + node + " ended", e);
        }
    }

    /**
     * Leaves nothing of this host on the machine, whatever state the test left it in: what is not
     * in its namespace is pinned in its folders. That a purge does the same is for tests which ask
     * for it.
     */
    private void remove() {
        if (runs()) {
            kill();
        }
        new Namespace("vib-health-" + node).delete();
        for (Path folder : List.of(bpfFolder, runFolder())) {
            Command.run("rm", "-rf", "--one-file-system", folder.toString()).expectOk();
            Path parent = folder.getParent();
            if (Files.isDirectory(parent) && parent.endsWith("vibrissa")) {
                Command.run("rmdir", "--ignore-fail-on-non-empty", parent.toString()).expectOk();
            }
        }
    }
}
