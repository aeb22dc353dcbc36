package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.mode.PathProbe;
import org.vibrissa.mode.internal.host.Drain;
import org.vibrissa.mode.internal.host.Figures;
import org.vibrissa.mode.internal.host.HostSwap;
import org.vibrissa.mode.internal.host.Refused;
import org.vibrissa.mode.internal.host.Survey;
import org.vibrissa.mode.internal.record.SwapRecord;
import org.vibrissa.mode.internal.rule.Abi;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.node.GroupModes;
import org.vibrissa.state.InvalidResource;

/** What this host answers to a coordinator, be it another host or itself. Thread safe. */
public final class HostCalls {
    /** Packets that wait for a neighbour's address may be lost; so it is asked for before. */
    private static final Duration NEIGHBOURS = Duration.ofMillis(300);

    private final HostSwap host;
    private final GroupModes modes;
    private final BiFunction<String, String, ObjectNode> survey;
    private final PathProbe probe;
    private final Figures figures;
    private final Drain drain;
    private final Coordinator coordinator;
    private final Supplier<List<InetAddress>> underlay;
    private final Abi abi;

    /** What is asked of the coordinator of this host, if it is at work. */
    public interface Coordinator {
        boolean on(String id);

        /** Asks it to undo; whether it will. */
        boolean abort(String id, String reason);

        /** The user's word that the new mode stays; whether it was waited for. */
        boolean confirm(String id);

        /** A receipt that another host has signed. */
        void receipt(JsonNode receipt);
    }

    /**
     * Over this host's parts.
     *
     * @param underlay addresses of the other hosts themselves
     * @param abi what this host speaks
     */
    public HostCalls(
            HostSwap host,
            GroupModes modes,
            BiFunction<String, String, ObjectNode> survey,
            PathProbe probe,
            Figures figures,
            Drain drain,
            Supplier<List<InetAddress>> underlay,
            Abi abi,
            Coordinator coordinator) {
        this.host = host;
        this.modes = modes;
        this.survey = survey;
        this.probe = probe;
        this.figures = figures;
        this.drain = drain;
        this.underlay = underlay;
        this.abi = abi;
        this.coordinator = coordinator;
    }

    /** Answers one call. */
    public JsonNode answer(String caller, String path, JsonNode body) throws FleetException {
        long begin = System.nanoTime();
        try {
            ObjectNode answer = work(caller, path, body);
            return answer.put("micros", (System.nanoTime() - begin) / 1000);
        } catch (Refused | InvalidResource | IllegalStateException e) {
            throw new FleetException(Kind.REFUSED, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException(Kind.UNREACHABLE, "interrupted in " + path, e);
        }
    }

    private ObjectNode work(String caller, String path, JsonNode body)
            throws FleetException, InterruptedException {
        String id = body.path("id").asText();
        return switch (path) {
            case Calls.CHECK -> check(body);
            case Calls.PREPARE -> prepare(caller, body);
            case Calls.PROBE -> probe(body);
            case Calls.COMMIT -> said(host.commit(id));
            case Calls.CONFIRM -> confirm(body);
            case Calls.ABORT -> abort(id, body);
            case Calls.DRAIN -> drain(id, body);
            case Calls.RETIRE -> {
                Optional<ObjectNode> counted = host.get(id).map(figures::end);
                ObjectNode answer = said(host.finish(id));
                counted.ifPresent(answer::setAll);
                yield answer;
            }
            case Calls.STATUS -> status(id, body.path("group").asText());
            case Calls.RECEIPT -> {
                coordinator.receipt(body);
                yield empty();
            }
            default -> throw new FleetException(Kind.UNKNOWN_PATH, path);
        };
    }

    private ObjectNode check(JsonNode body) {
        ObjectNode answer = survey.apply(body.path("group").asText(), body.path("to").asText());
        host.open().ifPresent(open -> answer.put("running", open.id()));
        return answer;
    }

    /** The barrier: whoever does not understand the others stays out, and so nobody begins. */
    private ObjectNode prepare(String caller, JsonNode body) {
        Optional<String> strange = abi.against(caller, Abi.of(body));
        if (strange.isPresent()) {
            throw new Refused(strange.get());
        }
        SwapRecord offered = SwapRecord.of(body.path("swap"));
        if (!offered.coordinator().equals(caller)) {
            throw new Refused(caller + " is not the coordinator, " + offered.coordinator());
        }
        figures.begin(offered.from(modes.inForce(offered.group()).orElse("")));
        SwapRecord record = host.prepare(offered);
        probe.probe(underlay.get(), NEIGHBOURS);
        return abi.write(said(record)).put("mtu", modes.mtuWith(record.group(), record.to()));
    }

    private ObjectNode probe(JsonNode body) {
        List<InetAddress> addresses = Survey.addresses(body.path("addresses"));
        Duration patience = Duration.ofMillis(body.path("patienceMillis").asLong(1000));
        Map<InetAddress, Duration> answered = probe.probe(addresses, patience);
        ObjectNode answer = empty();
        ObjectNode micros = answer.putObject("answered");
        answered.forEach((a, time) -> micros.put(IpAddresses.format(a), time.toNanos() / 1000));
        return answer;
    }

    /** By a user, who waits for this word, or by a host that knows it. */
    private ObjectNode confirm(JsonNode body) {
        if (body.has("swap")) {
            return said(host.confirm(SwapRecord.of(body.path("swap"))));
        }
        String id = body.path("id").asText();
        if (!coordinator.confirm(id)) {
            throw new Refused("mode change " + id + " does not wait for a confirmation");
        }
        return empty();
    }

    /** The coordinator undoes on all hosts; a host without one, here. */
    private ObjectNode abort(String id, JsonNode body) {
        String reason = body.path("reason").asText();
        if (!body.path("decided").asBoolean() && coordinator.abort(id, reason)) {
            return empty().put("asked", true);
        }
        return host.abort(id, reason).map(HostCalls::said).orElseGet(HostCalls::empty);
    }

    private ObjectNode drain(String id, JsonNode body) throws InterruptedException {
        SwapRecord record =
                host.get(id).orElseThrow(() -> new Refused("mode change " + id + " is unknown"));
        String mode = record.phase().forward() ? record.from() : record.to();
        boolean quiet =
                drain.await(
                        mode,
                        Duration.ofMillis(body.path("quietMillis").asLong(2000)),
                        Duration.ofMillis(body.path("longestMillis").asLong(5000)));
        return said(record).put("quiet", quiet);
    }

    private ObjectNode status(String id, String group) {
        ObjectNode answer = empty().put("coordinates", coordinator.on(id));
        Optional<SwapRecord> record = host.get(id);
        record.ifPresent(r -> answer.put("phase", r.phase().word()).put("reason", r.reason()));
        answer.put(
                "inForce", modes.inForce(record.map(SwapRecord::group).orElse(group)).orElse(""));
        return answer;
    }

    private static ObjectNode said(SwapRecord record) {
        return empty().put("phase", record.phase().word()).put("from", record.from());
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
