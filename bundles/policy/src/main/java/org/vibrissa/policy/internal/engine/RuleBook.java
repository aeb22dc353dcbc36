package org.vibrissa.policy.internal.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.vibrissa.policy.PolicyRules.RuleRef;
import org.vibrissa.policy.internal.rule.Origin;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.Rule;

/**
 * The rules behind the numbers in rows and events. A rule that was taken back is remembered for a
 * while, since events of it may still be on their way. Reading is thread safe and never waits,
 * changing is for one thread.
 */
public final class RuleBook {
    /** Not a rule: this host may always open connections to its endpoints. */
    static final int FROM_HOST = 0x7fff_ffff;

    /** Not a rule: tunnels between hosts pass every host policy. */
    static final int HOST_PATHS = 0x7fff_fffe;

    /** Rules that are gone and still known; a document has some ten. */
    static final int REMEMBERED = 4096;

    private static final RuleRef FROM_HOST_REF = configured("policy.allow-localhost");
    private static final RuleRef HOST_PATHS_REF = configured("tunnels between hosts");

    /**
     * A rule with what it is to others.
     *
     * @param rule as it was read
     * @param reference as it is told
     */
    private record Entry(Rule rule, RuleRef reference) {}

    private final Map<Integer, Entry> known = new ConcurrentHashMap<>();
    private final Deque<Integer> former = new ArrayDeque<>();
    private int next = 1;
    private final AtomicLong revision = new AtomicLong();

    /** Numbers begin after this one, which an earlier daemon used. */
    void begin(int last) {
        next = Math.max(next, last + 1);
    }

    /** Numbers a rule of a policy that will be in force at the next revision. */
    int add(Policy policy, Rule rule) {
        if (next >= HOST_PATHS) {
            next = 1;
        }
        while (known.containsKey(next)) {
            next++;
        }
        known.put(next, new Entry(rule, reference(policy, rule, revision.get() + 1)));
        return next++;
    }

    /** The rule is in force no more. */
    void remove(int number) {
        former.add(number);
        if (former.size() > REMEMBERED) {
            known.remove(former.remove());
        }
    }

    /** Other policies are in force now. */
    void advance() {
        revision.incrementAndGet();
    }

    /** How often the policies in force have changed. */
    public long revision() {
        return revision.get();
    }

    /** The rule of a row or an event, or what else the number stands for. */
    public Optional<RuleRef> get(int number) {
        return switch (number) {
            case 0 -> Optional.empty();
            case FROM_HOST -> Optional.of(FROM_HOST_REF);
            case HOST_PATHS -> Optional.of(HOST_PATHS_REF);
            default -> Optional.ofNullable(known.get(number)).map(Entry::reference);
        };
    }

    /** For people: the rule's place, or what the number stands for. */
    public String describe(int number) {
        return switch (number) {
            case 0 -> "no rule";
            case FROM_HOST -> FROM_HOST_REF.name();
            case HOST_PATHS -> HOST_PATHS_REF.name();
            default ->
                    Optional.ofNullable(known.get(number))
                            .map(entry -> entry.rule().origin().toString())
                            .orElse("rule " + number);
        };
    }

    /** A policy that denies by default, where none of its rules decided. */
    static RuleRef whole(Policy policy) {
        String file =
                policy.rules().stream().findFirst().map(rule -> rule.origin().file()).orElse("");
        return new RuleRef(
                policy.name().kind(),
                policy.name().namespace(),
                policy.name().name(),
                policy.labels(),
                0,
                "",
                file,
                0,
                true,
                policy.log());
    }

    private static RuleRef reference(Policy policy, Rule rule, long revision) {
        Origin origin = rule.origin();
        return new RuleRef(
                policy.name().kind(),
                policy.name().namespace(),
                policy.name().name(),
                policy.labels(),
                revision,
                origin.path(),
                origin.file(),
                origin.line(),
                rule.deny(),
                policy.log());
    }

    private static RuleRef configured(String name) {
        return new RuleRef("Configuration", "", name, List.of(), 0, "", "", 0, false, "");
    }
}
