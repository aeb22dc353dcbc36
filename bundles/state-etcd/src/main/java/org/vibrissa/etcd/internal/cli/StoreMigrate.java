package org.vibrissa.etcd.internal.cli;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.etcd.internal.EtcdComponent;
import org.vibrissa.etcd.internal.Stage;
import org.vibrissa.fleet.Fleet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa fleet store migrate}. */
@Component(service = CommandProvider.class)
public final class StoreMigrate extends StoreCommand {
    private final Fleet fleet;
    private final StageHandler here;
    private final EtcdComponent etcd;

    @Activate
    public StoreMigrate(
            @Reference Fleet fleet, @Reference StageHandler here, @Reference EtcdComponent etcd) {
        super("fleet store migrate", "vibrissa fleet store migrate --to etcd --dry-run");
        this.fleet = fleet;
        this.here = here;
        this.etcd = etcd;
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(this, invocation);
    }

    @Command(
            description = {
                "Moves every host of the fleet to the other store while it runs: all write to"
                        + " both,",
                "then all read from the new one. Of a host that has joined no fleet, that host"
                        + " alone."
            })
    private static final class Run implements Runnable {
        private final StoreMigrate command;
        private final Invocation invocation;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "STORE",
                description = "etcd or peers.")
        private String to;

        @Option(names = "--dry-run", description = "Says what would be done, and does nothing.")
        private boolean dryRun;

        Run(StoreMigrate command, Invocation invocation) {
            this.command = command;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            if (!to.equals("etcd") && !to.equals("peers")) {
                throw CommandFailed.usage("no such store: \"" + to + "\"", "--to etcd or peers.");
            }
            Stage target = Stage.of(to);
            Migration migration =
                    new Migration(
                            command.fleet,
                            command.here,
                            line -> {
                                invocation.out().println(line);
                                invocation.out().flush();
                            });
            if (dryRun) {
                plan(migration, target);
                return;
            }
            try {
                migration.run(target);
            } catch (StoreRefused e) {
                throw failed(e);
            }
            if (command.etcd.configured() != target) {
                invocation
                        .out()
                        .println(
                                "Set fleet.store: "
                                        + to
                                        + " in each host's configuration, so that it says what"
                                        + " is.");
            }
        }

        private void plan(Migration migration, Stage target) {
            for (HostState host : migration.hosts()) {
                invocation
                        .out()
                        .println(
                                host.host() + ": " + host.stage() + " -> both -> " + target.word());
            }
            migration.obstacles(target).forEach(o -> invocation.out().println("obstacle: " + o));
        }
    }
}
