package org.vibrissa.control.internal.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.internal.command.CommandTree;
import org.vibrissa.control.internal.server.Services;

/** The commands of this bundle, in the order of the help. */
public final class BuiltInCommands implements Supplier<List<CommandProvider>> {
    private static final String DAEMON = "Daemon";
    private static final String RESOURCES = "Resources";

    private final Services services;
    private final List<CommandProvider> commands;

    /** Commands over these services. */
    public BuiltInCommands(Services services) {
        this.services = services;
        StatusSource status = new StatusSource(services);
        ResourceAccess access = new ResourceAccess(services);
        commands =
                List.of(
                        BuiltIn.of(DAEMON, 10, "run", "sudo vibrissa run", i -> new RunCommand())
                                .plain(),
                        BuiltIn.of(
                                        DAEMON,
                                        20,
                                        "down",
                                        "sudo vibrissa down --purge",
                                        i -> new DownCommand(i, services))
                                .plain(),
                        BuiltIn.of(
                                DAEMON,
                                30,
                                "status",
                                "vibrissa status --wait",
                                i -> new StatusCommand(i, status)),
                        BuiltIn.of(
                                DAEMON,
                                40,
                                "version",
                                "vibrissa version -o json",
                                VersionCommand::new),
                        BuiltIn.of(
                                DAEMON,
                                60,
                                "footprint",
                                "vibrissa footprint",
                                i -> new FootprintCommand(i, services)),
                        BuiltIn.of(
                                        DAEMON,
                                        70,
                                        "debuginfo",
                                        "vibrissa debuginfo > debuginfo.tar.gz",
                                        i -> new DebugInfoCommand(i, services, status))
                                .plain(),
                        BuiltIn.of(
                                        DAEMON,
                                        80,
                                        "completion",
                                        "source <(vibrissa completion bash)",
                                        i -> new CompletionCommand(i, tree(i)))
                                .plain(),
                        BuiltIn.of(
                                        DAEMON,
                                        90,
                                        "help",
                                        "vibrissa help endpoint add",
                                        i -> new HelpCommand())
                                .plain(),
                        BuiltIn.of(
                                        DAEMON,
                                        99,
                                        "docs commands",
                                        "vibrissa docs commands > docs/commands.md",
                                        i -> new DocsCommand(i, tree(i)))
                                .plain()
                                .unlisted(),
                        BuiltIn.of(
                                RESOURCES,
                                10,
                                "apply",
                                "vibrissa apply -f pools.yaml --wait",
                                i -> new ApplyCommand(i, access)),
                        BuiltIn.of(
                                RESOURCES,
                                20,
                                "get",
                                "vibrissa get ippools",
                                i -> new GetCommand(i, access)),
                        BuiltIn.of(
                                RESOURCES,
                                30,
                                "delete",
                                "vibrissa delete endpoint xwing",
                                i -> new DeleteCommand(i, access)),
                        BuiltIn.of(
                                RESOURCES,
                                40,
                                "diff",
                                "vibrissa diff -f pools.yaml",
                                i -> new DiffCommand(i, access)));
    }

    @Override
    public List<CommandProvider> get() {
        return commands;
    }

    private Supplier<CommandTree> tree(Invocation invocation) {
        return () -> {
            List<CommandProvider> all = new ArrayList<>(commands);
            all.addAll(services.commandProviders());
            return new CommandTree(all, invocation);
        };
    }
}
