package org.vibrissa.fleet.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.fleet.Fleet;
import org.vibrissa.fleet.FleetCredentials;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.fleet.FleetHandler;
import org.vibrissa.fleet.Member;
import org.vibrissa.fleet.internal.join.Joining;
import org.vibrissa.fleet.internal.member.MemberKind;
import org.vibrissa.fleet.internal.member.Membership;
import org.vibrissa.fleet.internal.trust.FleetFolder;
import org.vibrissa.fleet.internal.trust.Lifetimes;
import org.vibrissa.fleet.internal.wire.WireLimits;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ResourceStore;

/**
 * The fleet as other bundles see it. A host that is in none loads nothing for it: no TLS, no
 * certificates, no thread.
 */
@Component(
        service = {Fleet.class, FleetCredentials.class, FleetComponent.class},
        immediate = true,
        configurationPid = FleetSettings.PID)
public final class FleetComponent implements Fleet, FleetCredentials {
    private static final Logger LOG = LoggerFactory.getLogger(FleetComponent.class);

    private final Node node;
    private final ResourceStore store;
    private final FleetFolder folder;
    private final String listen;
    private final int port;
    private final WireLimits limits;
    private FleetLife life;
    private volatile String problem = "";
    private boolean closed;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<FleetHandler> handlers = List.of();

    /** The kind is asked for so that the store knows it before anything is exchanged. */
    @Activate
    public FleetComponent(
            @Reference Node node,
            @Reference ResourceStore store,
            @Reference MemberKind kind,
            FleetSettings settings) {
        this.node = node;
        this.store = store;
        folder = new FleetFolder(node.stateDir().resolve("fleet"));
        listen = settings.address();
        port = settings.port();
        limits = WireLimits.DEFAULT.withHandshake(Duration.ofNanos(settings.handshake_timeout()));
        if (folder.joined()) {
            Thread starter = new Thread(this::resume, "fleet-start");
            starter.setDaemon(true);
            starter.start();
        }
    }

    private void resume() {
        try {
            life().resume();
        } catch (FleetRefused e) {
            problem = e.getMessage();
            LOG.error("fleet: {}", e.getMessage());
        } catch (RuntimeException e) {
            problem = "internal error: " + e;
            LOG.error("the fleet could not be resumed", e);
        }
    }

    /** What loads the rest, on first use. */
    public synchronized FleetLife life() {
        if (closed) {
            throw new FleetRefused("the fleet bundle is stopping", "Repeat it in a moment.");
        }
        if (life == null) {
            life =
                    new FleetLife(
                            new Surroundings(
                                    node.name(),
                                    listen,
                                    port,
                                    store,
                                    folder,
                                    () -> handlers,
                                    Clock.systemUTC(),
                                    Lifetimes.DEFAULT,
                                    limits,
                                    Surroundings.BEAT),
                            Joining.Steps.ALL);
        }
        return life;
    }

    FleetFolder folder() {
        return folder;
    }

    /** Why this host does not work as a member; empty when it does or is none. */
    String problem() {
        return problem.isEmpty() && joined()
                ? life().membership().map(Membership::problem).orElse("starting")
                : problem;
    }

    @Deactivate
    void stop() {
        FleetLife last;
        synchronized (this) {
            closed = true;
            last = life;
        }
        if (last != null) {
            last.close();
        }
    }

    @Override
    public String self() {
        return node.name();
    }

    @Override
    public boolean joined() {
        return folder.joined();
    }

    @Override
    public List<Member> members() {
        return joined()
                ? life().membership().map(Membership::members).orElse(List.of())
                : List.of();
    }

    @Override
    public Optional<Credentials> credentials() {
        if (!joined()) {
            return Optional.empty();
        }
        return life().membership()
                .map(Membership::identity)
                .map(
                        identity ->
                                new Credentials(
                                        identity.keys().getPrivate(),
                                        identity.certificate(),
                                        identity.authority()));
    }

    @Override
    public JsonNode call(String member, String path, JsonNode body, Duration timeout)
            throws FleetException {
        if (!joined()) {
            throw new FleetException(Kind.NOT_JOINED, "this host is in no fleet");
        }
        Membership now =
                life().membership()
                        .orElseThrow(
                                () ->
                                        new FleetException(
                                                Kind.UNREACHABLE,
                                                "this host's fleet is not started: " + problem()));
        return now.call(member, path, body, timeout);
    }
}
