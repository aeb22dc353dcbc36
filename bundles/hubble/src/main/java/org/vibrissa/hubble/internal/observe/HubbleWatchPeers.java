package org.vibrissa.hubble.internal.observe;

import io.grpc.StatusRuntimeException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.hubble.internal.client.Failures;
import org.vibrissa.hubble.internal.client.ServerOptions;
import org.vibrissa.hubble.internal.client.Servers;
import org.vibrissa.hubble.proto.peer.ChangeNotification;
import org.vibrissa.hubble.proto.peer.NotifyRequest;
import org.vibrissa.hubble.proto.peer.PeerGrpc;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vibrissa hubble watch peers}. */
@Component
public final class HubbleWatchPeers implements CommandProvider {
    private final Servers servers;

    @Activate
    public HubbleWatchPeers(@Reference Servers servers) {
        this.servers = servers;
    }

    @Override
    public String path() {
        return "hubble watch peers";
    }

    @Override
    public String section() {
        return "Flows";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("hubble watch", "What servers tell as it changes");
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public String example() {
        return "vibrissa hubble watch peers";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(servers, invocation);
    }

    @Command(description = "Shows where the hosts' servers are, and changes until interrupted.")
    private static final class Run implements Callable<Integer> {
        private final Servers servers;
        private final Invocation invocation;

        @Mixin private ServerOptions server;

        Run(Servers servers, Invocation invocation) {
            this.servers = servers;
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            try {
                servers.<NotifyRequest, ChangeNotification>stream(
                        server,
                        invocation,
                        (channel, answers) ->
                                PeerGrpc.newStub(channel)
                                        .notify(NotifyRequest.getDefaultInstance(), answers),
                        this::print);
                return 0;
            } catch (IllegalArgumentException e) {
                throw CommandFailed.usage(e.getMessage(), "").causedBy(e);
            } catch (StatusRuntimeException e) {
                throw Failures.of(e, servers.named(server));
            }
        }

        private void print(ChangeNotification change) {
            String tls =
                    change.hasTls()
                            ? " (TLS.ServerName: " + change.getTls().getServerName() + ")"
                            : "";
            invocation
                    .out()
                    .println(
                            String.format(
                                    Locale.ROOT,
                                    "%-12s %s %s%s",
                                    change.getType(),
                                    change.getAddress(),
                                    change.getName(),
                                    tls));
        }
    }
}
