package org.vibrissa.control.internal.commands;

import org.vibrissa.control.CommandFailed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Known here for help and completion; the client itself starts the daemon. */
@Command(description = "Runs the daemon in the foreground")
@SuppressWarnings("UnusedVariable") // the client reads these options
final class RunCommand implements Runnable {
    @Option(names = "--node", paramLabel = "NAME", description = "Name of this daemon.")
    private String node;

    @Option(names = "--config-dir", paramLabel = "DIR", description = "vibrissa.yaml and conf.d.")
    private String configDir;

    @Option(names = "--state-dir", paramLabel = "DIR", description = "What survives a reboot.")
    private String stateDir;

    @Option(names = "--run-dir", paramLabel = "DIR", description = "Socket and pid file.")
    private String runDir;

    @Option(names = "--bpf-dir", paramLabel = "DIR", description = "Pins.")
    private String bpfDir;

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "error .. trace.")
    private String logLevel;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Fixes a key for this run.")
    private String[] settings;

    @Override
    public void run() {
        throw CommandFailed.failed(
                "this daemon runs already", "Choose another name: vibrissa run --node NAME");
    }
}
