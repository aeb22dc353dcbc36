package org.vibrissa.policy.internal.engine;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Rules have the numbers 1..LAST. */
    private static final int LAST = HOST_PATHS - 1;

    /**
     * A rule with what it is to others.
     *
     * @param rule as it was read
     * @param reference as it is told
     */
    private record Entry(Rule rule, RuleRef reference) {
        boolean isOf(Policy policy, Rule other) {
            return rule.equals(other)
                    && reference.labels().equals(policy.labels())
                    && reference.log().equals(policy.log());
        }
    }

    private final int last;
    private final Map<Integer, Entry> known = new ConcurrentHashMap<>();

    /** States of policies that have the rule; a changed policy shares most with the one before. */
    private final Map<Integer, Integer> users = new HashMap<>();

    private final Set<Integer> former = new LinkedHashSet<>();
    private final AtomicLong revision = new AtomicLong();

    public RuleBook() {
        this(LAST);
    }

    /**
     * With few numbers, so that rules want the same.
     *
     * @param last the highest
     */
    RuleBook(int last) {
        this.last = last;
    }

    /**
     * Numbers a rule of a policy that will be in force at the next revision. The same rule gets the
     * same number, also after a restart unless another one has it.
     */
    int add(Policy policy, Rule rule) {
        int number = RuleNumber.of(policy, rule, last);
        while (known.containsKey(number) && !known.get(number).isOf(policy, rule)) {
            number = number % last + 1;
        }
        known.computeIfAbsent(
                number, n -> new Entry(rule, reference(policy, rule, revision.get() + 1)));
        users.merge(number, 1, Integer::sum);
        former.remove(number);
        return number;
    }

    /** The rule is in force no more, unless another state of the policy has it too. */
    void remove(int number) {
        if (users.merge(number, -1, Integer::sum) > 0) {
            return;
        }
        users.remove(number);
        former.add(number);
        if (former.size() > REMEMBERED) {
            int oldest = former.iterator().next();
            former.remove(oldest);
            known.remove(oldest);
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
