package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.mode.internal.host.Drain;
import org.vibrissa.mode.internal.host.Figures;
import org.vibrissa.mode.internal.host.HostSwap;
import org.vibrissa.mode.internal.record.SwapPhase;
import org.vibrissa.mode.internal.record.SwapRecord;
import org.vibrissa.mode.internal.rule.Abi;

/**
 * Hosts that change a mode together, and a fault. After every write to any host's tables it is
 * checked that each host receives what the others send. The hosts' clocks are an hour apart each.
 */
final class FakeFleet implements AutoCloseable {
    private static final Duration SHORT = Duration.ofSeconds(2);
    static final String ID = "20260101t000000000-1";

    private final Map<String, Host> hosts = new TreeMap<>();
    private final MovableClock clock = new MovableClock();
    private final ConcurrentLinkedQueue<String> losses = new ConcurrentLinkedQueue<>();
    private final List<Parallel> opened = new ArrayList<>();
    private final Fault fault;
    private final String coordinator;
    private volatile boolean deaf;
    private volatile boolean coordinating;
    private volatile boolean happened;
    private final Running running = new Running(ID);

    FakeFleet(int size, Fault fault) {
        this.fault = fault;
        for (int n = 1; n <= size; n++) {
            hosts.put("h" + n, new Host("h" + n, Duration.ofHours(n - 2)));
        }
        coordinator = "h1";
    }

    /** One host: what a crash leaves, and what it does not. */
    final class Host implements Members {
        private final String name;
        private final FakeModes modes = new FakeModes(FakeFleet.this::checkReceived);
        private final FakeBook book = new FakeBook();
        private final Parallel parallel = new Parallel(this);
        private final Clock wrong;
        private Abi abi = new Abi(Abi.NUMBER, "0.1.0");
        private Optional<HostSwap> swap = Optional.empty();
        private Optional<HostCalls> calls = Optional.empty();

        Host(String name, Duration skew) {
            this.name = name;
            this.wrong = Clock.offset(clock, skew);
            opened.add(parallel);
            start();
        }

        synchronized void start() {
            if (swap.isEmpty()) {
                HostSwap made = new HostSwap(modes, modes, book, wrong, Runnable::run, () -> {});
                swap = Optional.of(made);
                calls =
                        Optional.of(
                                new HostCalls(
                                        made,
                                        modes,
                                        (group, to) -> survey(),
                                        (addresses, patience) -> answered(addresses),
                                        new Figures(m -> Optional.empty(), () -> 0, () -> 0),
                                        new Drain(mode -> Optional.empty()),
                                        List::of,
                                        abi,
                                        new Listening(name)));
            }
        }

        /** Another release takes its place, as a restart of the daemon brings it. */
        synchronized void upgrade(Abi to) {
            abi = to;
            die();
            start();
        }

        synchronized void die() {
            swap = Optional.empty();
            calls = Optional.empty();
        }

        synchronized Optional<HostSwap> swap() {
            return swap;
        }

        synchronized Optional<HostCalls> calls() {
            return calls;
        }

        FakeModes modes() {
            return modes;
        }

        Optional<SwapRecord> record() {
            return book.get(ID);
        }

        private ObjectNode survey() {
            ObjectNode answer = abi.write(JsonNodeFactory.instance.objectNode());
            answer.put("inForce", modes.inForce("").orElse(""));
            modes.check("", "geneve").forEach(answer.putArray("problems")::add);
            answer.putArray("gateways").add("10.50." + name.charAt(1) + ".1");
            var nodes = answer.putArray("nodes");
            hosts.keySet().stream().filter(other -> !other.equals(name)).forEach(nodes::add);
            return answer;
        }

        @Override
        public String self() {
            return name;
        }

        @Override
        public boolean joined() {
            return true;
        }

        @Override
        public List<String> others() {
            return hosts.keySet().stream().filter(other -> !other.equals(name)).toList();
        }

        @Override
        public JsonNode call(String member, String path, JsonNode body, Duration timeout)
                throws FleetException {
            return carried(name, member, path, body);
        }
    }

    private static Map<InetAddress, Duration> answered(Collection<InetAddress> addresses) {
        Map<InetAddress, Duration> answered = new ConcurrentHashMap<>();
        addresses.forEach(address -> answered.put(address, Duration.ofMillis(1)));
        return answered;
    }

    private record Dead(String name) {}

    private final class Listening implements HostCalls.Coordinator {
        private final String name;

        Listening(String name) {
            this.name = name;
        }

        @Override
        public boolean on(String id) {
            return name.equals(coordinator) && coordinating;
        }

        @Override
        public boolean abort(String id, String reason) {
            if (on(id)) {
                running.abort(reason);
            }
            return on(id);
        }

        @Override
        public boolean confirm(String id) {
            return false;
        }

        @Override
        public void receipt(JsonNode receipt) {}
    }

    private JsonNode carried(String from, String to, String path, JsonNode body)
            throws FleetException {
        boolean mine = coordinating && from.equals(coordinator);
        if (mine && deaf) {
            throw new FleetException(Kind.UNREACHABLE, new Dead(from).toString());
        }
        boolean now = path.equals(fault.path()) && to.equals(fault.host()) && mine && !happened;
        if (!now) {
            return reach(from, to, path, body);
        }
        happened = true;
        switch (fault.what()) {
            case REFUSED -> throw new FleetException(Kind.REFUSED, "no " + path);
            case CALL_LOST -> throw new FleetException(Kind.TIMEOUT, "no way for " + path);
            case HOST_DIES_BEFORE -> {
                hosts.get(to).die();
                return reach(from, to, path, body);
            }
            case COORDINATOR_DIES_BEFORE -> {
                dies();
                throw new FleetException(Kind.UNREACHABLE, "dead");
            }
            default -> {}
        }
        JsonNode answer = reach(from, to, path, body);
        switch (fault.what()) {
            case HOST_DIES_AFTER -> hosts.get(to).die();
            case COORDINATOR_DIES_AFTER -> dies();
            case USER_ABORTS -> {
                running.abort("the user");
                return answer;
            }
            default -> {}
        }
        throw new FleetException(Kind.TIMEOUT, "no answer to " + path);
    }

    private void dies() {
        deaf = true;
        hosts.get(coordinator).die();
    }

    private JsonNode reach(String from, String to, String path, JsonNode body)
            throws FleetException {
        Optional<HostCalls> calls = hosts.get(to).calls();
        if (calls.isEmpty()) {
            throw new FleetException(Kind.UNREACHABLE, to + " is down");
        }
        return calls.get().answer(from, path, body);
    }

    private void checkReceived() {
        for (Host from : hosts.values()) {
            String mode = from.modes().inForce("").orElseThrow();
            for (Host to : hosts.values()) {
                if (!to.modes().receives(mode)) {
                    losses.add(from.name + " " + from.modes() + ", " + to.name + " " + to.modes());
                }
            }
        }
    }

    Host host(String name) {
        return hosts.get(name);
    }

    Collection<Host> all() {
        return hosts.values();
    }

    Collection<String> losses() {
        return losses;
    }

    boolean happened() {
        return happened;
    }

    MovableClock clock() {
        return clock;
    }

    Plan plan(Order order) {
        Host host = hosts.get(coordinator);
        return Plan.make(
                order, host, host.parallel, host.abi, Duration.ofSeconds(5), (phase, text) -> {});
    }

    /** Makes the change; what it says of itself. */
    ObjectNode change(Order order) throws InterruptedException {
        return change(plan(order));
    }

    /** As above, by a plan that was made before. */
    ObjectNode change(Plan plan) throws InterruptedException {
        Order order = plan.order();
        Host host = hosts.get(coordinator);
        SwapRecord record =
                new SwapRecord(
                        ID,
                        order.group(),
                        "vxlan",
                        order.to(),
                        coordinator,
                        plan.names(),
                        SwapPhase.PREPARED,
                        order.confirm(),
                        clock.instant(),
                        "test",
                        "");
        coordinating = true;
        try {
            return new Transaction(
                            plan,
                            record,
                            host.abi,
                            new Patience(SHORT, SHORT, SHORT),
                            host,
                            host.parallel,
                            (phase, text) -> {},
                            (group, mode) -> {},
                            clock,
                            running)
                    .run();
        } finally {
            coordinating = false;
        }
    }

    /** Each running host looks after itself once. */
    void settleOnce() throws InterruptedException {
        for (Host host : hosts.values()) {
            Optional<HostSwap> swap = host.swap();
            if (swap.isPresent()) {
                new Settler(
                                swap.get(),
                                host,
                                host.parallel,
                                host.wrong,
                                id -> host.name.equals(coordinator) && coordinating,
                                record -> {})
                        .settle();
            }
        }
    }

    @Override
    public void close() {
        opened.forEach(Parallel::close);
    }
}
