package org.vibrissa.health.internal.probe;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.vibrissa.health.internal.loop.Loop;
import org.vibrissa.health.internal.wire.Outcome;

/** Echo requests to many addresses at a time, again every tenth of a second to those silent. */
final class EchoRound {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Loop loop;
    private final Prober.Wire wire;
    private final Set<InetAddress> silent;
    private final Map<InetAddress, Duration> answered = new HashMap<>();
    private final CompletableFuture<Map<InetAddress, Duration>> result = new CompletableFuture<>();

    private EchoRound(Loop loop, Prober.Wire wire, Collection<InetAddress> addresses) {
        this.loop = loop;
        this.wire = wire;
        this.silent = new HashSet<>(addresses);
    }

    static CompletableFuture<Map<InetAddress, Duration>> start(
            Loop loop, Prober.Wire wire, Collection<InetAddress> addresses, long patienceNanos) {
        EchoRound round = new EchoRound(loop, wire, addresses);
        loop.execute(
                () -> {
                    loop.after(patienceNanos, round::end);
                    round.ask();
                });
        return round.result;
    }

    private void ask() {
        if (silent.isEmpty()) {
            end();
        } else if (!result.isDone()) {
            loop.after(PAUSE, this::ask);
            Set.copyOf(silent)
                    .forEach(
                            to -> wire.echo(to, outcome -> loop.execute(() -> heard(to, outcome))));
        }
    }

    private void heard(InetAddress from, Outcome outcome) {
        if (outcome.took().isPresent() && silent.remove(from)) {
            answered.put(from, outcome.took().get());
            if (silent.isEmpty()) {
                end();
            }
        }
    }

    private void end() {
        result.complete(Map.copyOf(answered));
    }
}
