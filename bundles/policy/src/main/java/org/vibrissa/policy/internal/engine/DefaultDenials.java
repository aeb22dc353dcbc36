package org.vibrissa.policy.internal.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.vibrissa.policy.PolicyRules.RuleRef;
import org.vibrissa.policy.internal.rule.Direction;

/**
 * Which policies deny by default, remembered for a second: many packets are refused by the same
 * ones, and to ask takes the engine's thread. Thread safe.
 */
final class DefaultDenials {
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private record Of(int endpoint, Direction direction) {}

    private record Known(List<RuleRef> policies, long at) {}

    private final Function<Of, List<RuleRef>> ask;
    private final Map<Of, Known> known = new ConcurrentHashMap<>();

    DefaultDenials(PolicyService service) {
        ask =
                of ->
                        service.ask(engine -> engine.standing(of.endpoint())).stream()
                                .flatMap(standing -> standing.policies().stream())
                                .filter(policy -> policy.defaultDeny().contains(of.direction()))
                                .map(RuleBook::whole)
                                .toList();
    }

    List<RuleRef> of(int endpoint, Direction direction) {
        return known.compute(
                        new Of(endpoint, direction),
                        (of, before) ->
                                before == null || System.nanoTime() - before.at() > FRESH
                                        ? new Known(ask.apply(of), System.nanoTime())
                                        : before)
                .policies();
    }
}
