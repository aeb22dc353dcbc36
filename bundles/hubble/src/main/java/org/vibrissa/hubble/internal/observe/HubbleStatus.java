package org.vibrissa.hubble.internal.observe;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.hubble.internal.client.Failures;
import org.vibrissa.hubble.internal.client.ServerOptions;
import org.vibrissa.hubble.internal.client.Servers;
import org.vibrissa.hubble.internal.print.Look;
import org.vibrissa.hubble.internal.print.StatusPrinter;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;
import org.vibrissa.hubble.proto.observer.ServerStatusRequest;
import org.vibrissa.hubble.proto.observer.ServerStatusResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vibrissa hubble status}. */
@Component
public final class HubbleStatus implements CommandProvider {
    private static final String SERVICE = "hubble.server.Observer";
    private static final long SECONDS = 12;

    private final Servers servers;

    @Activate
    public HubbleStatus(@Reference Servers servers) {
        this.servers = servers;
    }

    @Override
    public String path() {
        return "hubble status";
    }

    @Override
    public String section() {
        return "Flows";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of(
                "hubble", "Servers of Hubble's interface",
                "hubble list", "What servers know of");
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public String example() {
        return "vibrissa hubble status --all-nodes";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(servers, invocation);
    }

    @Command(description = "Shows whether a server answers, and what it holds.")
    private static final class Run implements Callable<Integer> {
        private final Servers servers;
        private final Invocation invocation;

        @Mixin private ServerOptions server;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FORM",
                defaultValue = "compact",
                description = "compact, dict, json or table (default: compact).")
        private String output;

        Run(Servers servers, Invocation invocation) {
            this.servers = servers;
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            try {
                Look.Form form = Forms.of(output);
                ServerStatusResponse status =
                        servers.ask(server, invocation, channel -> ask(channel, form));
                new StatusPrinter(invocation.out()).print(status, form);
                return 0;
            } catch (IllegalArgumentException e) {
                throw CommandFailed.usage(e.getMessage(), "vibrissa hubble status --help")
                        .causedBy(e);
            } catch (StatusRuntimeException e) {
                throw Failures.of(e, servers.named(server));
            }
        }

        private ServerStatusResponse ask(ManagedChannel channel, Look.Form form) {
            ServingStatus health =
                    HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                            .check(HealthCheckRequest.newBuilder().setService(SERVICE).build())
                            .getStatus();
            boolean serves = health == ServingStatus.SERVING;
            if (form == Look.Form.COMPACT) {
                invocation
                        .out()
                        .println(
                                "Healthcheck (via "
                                        + servers.named(server)
                                        + "): "
                                        + (serves ? "Ok" : "Unavailable: " + health));
            }
            if (!serves) {
                throw CommandFailed.notReady(
                        "not healthy", "vibrissa status says what is wrong here");
            }
            return ObserverGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                    .serverStatus(ServerStatusRequest.getDefaultInstance());
        }
    }
}
