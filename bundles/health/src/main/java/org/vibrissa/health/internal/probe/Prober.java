package org.vibrissa.health.internal.probe;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.vibrissa.health.Leg;
import org.vibrissa.health.NodeHealth;
import org.vibrissa.health.PathHealth;
import org.vibrissa.health.internal.loop.Loop;
import org.vibrissa.health.internal.wire.Hello;
import org.vibrissa.health.internal.wire.Outcome;

/**
 * Probes what is planned, each way when it is due, as far as the budget goes. Runs on the loop's
 * thread; the public methods may be called by any.
 */
public final class Prober {
    /** How probes are sent. */
    public interface Wire {
        /** Calls {@code done} once, perhaps before it returns. */
        void echo(InetAddress to, Consumer<Outcome> done);

        /** Calls {@code done} once, perhaps before it returns. */
        void hello(InetAddress to, String node, Consumer<Outcome> done);
    }

    private static final int MOST_RUNNING = 128;
    private static final int PACKETS = 2;

    private final Loop loop;
    private final Wire wire;
    private final Pace pace;
    private final Budget budget;
    private final BiConsumer<Integer, Integer> kernel;
    private final Consumer<Hello> heard;
    private final Map<Way.Key, Target> targets = new HashMap<>();
    private final Map<Integer, Lane> lanes = new HashMap<>();
    private final PriorityQueue<Target> queue = new PriorityQueue<>();
    private final Map<Way.Key, PathHealth> board = new ConcurrentHashMap<>();
    private volatile Plan plan = Plan.EMPTY;
    private Optional<Loop.Timer> next = Optional.empty();
    private int running;

    /**
     * @param kernel writes the forward slot of a group
     * @param heard is told what hosts say of themselves
     */
    public Prober(
            Loop loop,
            Wire wire,
            long intervalNanos,
            int rate,
            BiConsumer<Integer, Integer> kernel,
            Consumer<Hello> heard) {
        this.loop = loop;
        this.wire = wire;
        this.pace = new Pace(intervalNanos, Math::random);
        this.budget = new Budget(rate, System.nanoTime());
        this.kernel = kernel;
        this.heard = heard;
    }

    /** Mean nanoseconds between two probes of a way. */
    public long interval() {
        return pace.interval(plan.hosts().size());
    }

    /** Probes this from now on; what is known of ways that stay is kept. */
    public void follow(Plan wanted) {
        loop.execute(() -> take(wanted));
    }

    /** The hosts with what is known of them. */
    public List<NodeHealth> nodes() {
        return plan.hosts().stream()
                .map(
                        host ->
                                new NodeHealth(
                                        host.name(),
                                        host.self(),
                                        host.group(),
                                        host.ways().stream().map(this::health).toList()))
                .toList();
    }

    private PathHealth health(Way way) {
        PathHealth known = board.get(way.key());
        return new PathHealth(
                way.role(),
                way.address(),
                way.mode(),
                way.counts(),
                known == null ? Leg.UNKNOWN : known.icmp(),
                known == null ? Leg.UNKNOWN : known.tcp());
    }

    /** Probes these ways now, whatever the budget; ends when the last has ended. */
    public CompletableFuture<Void> now(Predicate<Way> which) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(
                () -> {
                    List<Target> chosen =
                            targets.values().stream().filter(t -> which.test(t.way)).toList();
                    int[] open = {chosen.size() + 1};
                    Runnable ended =
                            () -> {
                                if (--open[0] == 0) {
                                    done.complete(null);
                                }
                            };
                    chosen.forEach(target -> force(target, ended));
                    ended.run();
                    turn();
                });
        return done;
    }

    private void force(Target target, Runnable ended) {
        target.waiters.add(ended);
        target.again = Leg.LOST_AFTER - 1;
        if (!target.busy) {
            queue.remove(target);
            target.due = System.nanoTime();
            queue.add(target);
        }
    }

    private void take(Plan wanted) {
        plan = wanted;
        Set<Way.Key> keys = new HashSet<>();
        for (Plan.Host host : wanted.hosts()) {
            for (Way way : host.ways()) {
                keys.add(way.key());
                adopt(way, wanted.hosts().size());
            }
        }
        for (Way.Key key : Set.copyOf(targets.keySet())) {
            if (!keys.contains(key)) {
                remove(targets.remove(key));
                board.remove(key);
            }
        }
        wanted.rest()
                .forEach((number, slot) -> lanes.computeIfAbsent(number, this::lane).rest(slot));
        for (Integer number : Set.copyOf(lanes.keySet())) {
            lanes.get(number).withdrawGone().forEach(this::settle);
            if (!wanted.rest().containsKey(number)) {
                lanes.remove(number).close().forEach(this::settle);
            }
        }
        turn();
    }

    private void adopt(Way way, int hosts) {
        Target known = targets.get(way.key());
        if (known == null) {
            Target target = new Target(way, System.nanoTime() + pace.first(hosts));
            targets.put(way.key(), target);
            queue.add(target);
        } else if (!known.busy) {
            known.way = way;
        } else if (!known.way.equals(way)) {
            // Its probe ends as it began; the next goes the new way.
            known.replacement = Optional.of(way);
        }
    }

    private void remove(Target target) {
        target.gone = true;
        queue.remove(target);
        target.tellWaiters();
    }

    private Lane lane(int number) {
        return new Lane(slot -> kernel.accept(number, slot), this::start);
    }

    private void turn() {
        long pause = 0;
        while (pause == 0 && !queue.isEmpty() && running < MOST_RUNNING) {
            long now = System.nanoTime();
            pause = Math.max(0, queue.peek().due - now);
            if (pause == 0 && !queue.peek().wanted()) {
                pause = budget.take(PACKETS, now);
            }
            if (pause == 0) {
                begin(queue.poll());
            }
        }
        if (pause > 0) {
            turnWithin(pause);
        }
    }

    private void turnWithin(long nanos) {
        long at = System.nanoTime() + nanos;
        if (next.isEmpty() || next.get().at() - at > 0) {
            next.ifPresent(Loop.Timer::cancel);
            next =
                    Optional.of(
                            loop.after(
                                    nanos,
                                    () -> {
                                        next = Optional.empty();
                                        turn();
                                    }));
        }
    }

    private void begin(Target target) {
        target.busy = true;
        running++;
        target.lane = Optional.ofNullable(lanes.get(target.way.lane()));
        target.lane.ifPresentOrElse(lane -> lane.offer(target), () -> start(target));
    }

    private void start(Target target) {
        target.open = PACKETS;
        wire.echo(
                target.way.address(),
                outcome -> {
                    target.icmp = after(target.icmp, outcome);
                    ended(target);
                });
        wire.hello(
                target.way.address(),
                target.way.node(),
                outcome -> {
                    target.tcp = after(target.tcp, outcome);
                    outcome.hello().ifPresent(heard);
                    ended(target);
                });
    }

    private static Leg after(Leg leg, Outcome outcome) {
        return outcome.took()
                .map(took -> leg.answered(took, Instant.now()))
                .orElseGet(() -> leg.failed(outcome.reason()));
    }

    private void ended(Target target) {
        target.open--;
        if (target.open == 0) {
            // Not at once: whoever began it may be in the middle of a list of them.
            loop.execute(
                    () -> {
                        target.lane.ifPresent(Lane::ended);
                        board(target);
                        settle(target);
                        turn();
                    });
        }
    }

    /** A probe has ended, or did not begin. */
    private void settle(Target target) {
        running--;
        target.busy = false;
        target.replacement.ifPresent(way -> target.way = way);
        target.replacement = Optional.empty();
        if (target.gone) {
            target.tellWaiters();
        } else {
            again(target);
        }
    }

    private void board(Target target) {
        if (!target.gone) {
            board.put(target.way.key(), target.health());
        }
    }

    private void again(Target target) {
        if (target.failing() && target.again > 0) {
            target.again--;
            begin(target);
            return;
        }
        target.again = 0;
        int hosts = plan.hosts().size();
        target.due = System.nanoTime() + (target.doubtful() ? pace.again(hosts) : pace.next(hosts));
        queue.add(target);
        target.tellWaiters();
    }

    /** Addresses that answered an echo, of these, each asked again and again until it does. */
    public CompletableFuture<Map<InetAddress, java.time.Duration>> echo(
            Collection<InetAddress> addresses, long patienceNanos) {
        return EchoRound.start(loop, wire, addresses, patienceNanos);
    }
}
