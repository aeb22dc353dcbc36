package org.vibrissa.identity.internal.cli;

import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Identity;
import org.vibrissa.state.TableSnapshot;
import org.vibrissa.state.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa identity get}. */
@Component(service = CommandProvider.class)
public final class IdentityGet extends IdentityCommand {
    private final Identities identities;
    private final Tables tables;

    @Activate
    public IdentityGet(@Reference Identities identities, @Reference Tables tables) {
        super("get");
        this.identities = identities;
        this.tables = tables;
    }

    @Override
    public String example() {
        return "vibrissa identity get 1";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(identities, tables, invocation);
    }

    @Command(description = "Shows one identity: its labels, and who has it on this host.")
    private static final class Run implements Runnable {
        private final Identities identities;
        private final Tables tables;
        private final Invocation invocation;

        @Parameters(paramLabel = "NUMBER", description = "The identity's number")
        private int number;

        Run(Identities identities, Tables tables, Invocation invocation) {
            this.identities = identities;
            this.tables = tables;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            Identity identity =
                    identities
                            .get(number)
                            .orElseThrow(
                                    () ->
                                            CommandFailed.failed(
                                                    "there is no identity " + number,
                                                    "vibrissa identity list"));
            List<String> endpoints = endpoints();
            invocation.print(
                    Map.of(
                            "id", identity.number(),
                            "labels", identity.labels().texts(),
                            "endpoints", endpoints),
                    out -> {
                        out.printf("ID:        %d%n", identity.number());
                        out.println(
                                "Labels:    "
                                        + String.join("\n           ", identity.labels().texts()));
                        out.println("Endpoints: " + String.join("\n           ", endpoints));
                    });
        }

        private List<String> endpoints() {
            TableSnapshot<org.vibrissa.state.ResourceKey, LocalEndpoint> all =
                    tables.open(Endpoints.TABLE).snapshot();
            List<String> names = new java.util.ArrayList<>();
            all.forEach(
                    row -> {
                        if (row.getValue().identity() == number) {
                            names.add(row.getKey().namespace() + "/" + row.getKey().name());
                        }
                    });
            return names.stream().sorted().toList();
        }
    }
}
