package org.vibrissa.ipfix.internal.record;

import java.util.List;
import java.util.Optional;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.policy.PolicyRules;

/** An event with all that a record says of it. Used again for each event; for one thread. */
public final class Sight {
    private final FlowNames names;
    private final PolicyRules rules;
    private final Spans spans = new Spans();
    private FlowEvent event;
    private FlowParty source;
    private FlowParty destination;
    private long startMillis;

    public Sight(FlowNames names, PolicyRules rules) {
        this.names = names;
        this.rules = rules;
    }

    /** Looks at this event from now on. */
    public Sight of(FlowEvent next) {
        event = next;
        source = names.source(next);
        destination = names.destination(next);
        startMillis = spans.startMillis(next);
        return this;
    }

    FlowEvent event() {
        return event;
    }

    FlowParty source() {
        return source;
    }

    FlowParty destination() {
        return destination;
    }

    /** When the packets that this event tells of began. */
    long startMillis() {
        return startMillis;
    }

    long endMillis() {
        return event.timeNanos() / 1_000_000;
    }

    String dropReason() {
        return event.dropReason() == 0 ? "" : names.dropReason(event.dropReason());
    }

    String ingressPolicy() {
        return policy(event.ingressRule());
    }

    String egressPolicy() {
        return policy(event.egressRule());
    }

    /** {@code namespace/name}, or the name alone of a clusterwide policy. */
    private String policy(int rule) {
        Optional<PolicyRules.RuleRef> found = rule == 0 ? Optional.empty() : rules.rule(rule);
        return found.map(
                        ref ->
                                ref.namespace().isEmpty()
                                        ? ref.name()
                                        : ref.namespace() + "/" + ref.name())
                .orElse("");
    }

    /** Separated by commas; those that would make it longer than {@code limit} are left out. */
    static String joined(List<String> labels, int limit) {
        StringBuilder text = new StringBuilder();
        for (String label : labels) {
            if (text.length() + label.length() + 1 <= limit) {
                text.append(text.isEmpty() ? "" : ",").append(label);
            }
        }
        return text.toString();
    }
}
