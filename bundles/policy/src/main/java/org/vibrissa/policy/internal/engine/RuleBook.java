package org.vibrissa.policy.internal.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.vibrissa.policy.internal.rule.Rule;

/**
 * The rules behind the numbers in rows and events. A rule that was taken back is remembered for a
 * while, since events of it may still be on their way. Reading is thread safe, changing is not.
 */
public final class RuleBook {
    /** Not a rule: this host may always open connections to its endpoints. */
    static final int FROM_HOST = 0x7fff_ffff;

    /** Not a rule: tunnels between hosts pass every host policy. */
    static final int HOST_PATHS = 0x7fff_fffe;

    private static final int REMEMBERED = 4096;

    private final Map<Integer, Rule> current = new ConcurrentHashMap<>();
    private final Map<Integer, Rule> former =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, Rule> eldest) {
                    return size() > REMEMBERED;
                }
            };
    private int next = 1;

    /** Numbers begin after this one, which an earlier daemon used. */
    void begin(int last) {
        next = Math.max(next, last + 1);
    }

    int add(Rule rule) {
        if (next >= HOST_PATHS) {
            next = 1;
        }
        while (current.containsKey(next)) {
            next++;
        }
        current.put(next, rule);
        return next++;
    }

    void remove(int number) {
        Rule rule = current.remove(number);
        if (rule != null) {
            synchronized (former) {
                former.put(number, rule);
            }
        }
    }

    /** The rule of a row or an event. */
    public Optional<Rule> get(int number) {
        Rule rule = current.get(number);
        if (rule != null) {
            return Optional.of(rule);
        }
        synchronized (former) {
            return Optional.ofNullable(former.get(number));
        }
    }

    /** For people: the rule's place, or what the number stands for. */
    public String describe(int number) {
        return switch (number) {
            case 0 -> "no rule";
            case FROM_HOST -> "policy.allow-localhost";
            case HOST_PATHS -> "tunnels between hosts";
            default -> get(number).map(rule -> rule.origin().toString()).orElse("rule " + number);
        };
    }
}
