package org.vibrissa.policy.internal.engine;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.explain.Judge;
import org.vibrissa.policy.internal.kernel.PolicyProbe;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.Protocol;
import org.vibrissa.policy.reference.Answer;
import org.vibrissa.policy.reference.Question;
import org.vibrissa.policy.reference.World;
import org.vibrissa.state.ResourceKey;

/**
 * An engine over the endpoints and policies of a {@link World}. Each label set is an identity and
 * two endpoints: one that names no port, one with the names of the world.
 */
public final class RandomFleet {
    private static final int PREFIX_FIRST = Identity.LOCAL_FIRST;
    private static final int HOST_WITH_NAMES = 60000;
    private static final NamedPorts NAMES = names();

    private final World world;
    private final Engine engine;
    private final List<Labels> endpoints;
    private final Map<Labels, Integer> numbers = new HashMap<>();
    private final Map<IpPrefix, Integer> held = new HashMap<>();
    private final Map<ResourceKey, List<Policy>> documents = new LinkedHashMap<>();

    public RandomFleet(long seed, int labelSets, KernelRows kernel) {
        world = new World(seed);
        engine = new Engine(kernel, new RuleBook());
        endpoints = world.endpoints(labelSets);
        for (ReservedIdentity each : ReservedIdentity.values()) {
            engine.identities(List.of(each.identity()), List.of());
            numbers.put(each.identity().labels(), each.number());
        }
        for (int i = 0; i < endpoints.size(); i++) {
            numbers.put(endpoints.get(i), Identity.FLEET_FIRST + i);
            appear(i);
            engine.endpoint(
                    id(i, false),
                    new Subject(endpoints.get(i), false, false, NamedPorts.NONE),
                    false);
            engine.endpoint(id(i, true), new Subject(endpoints.get(i), false, false, NAMES), false);
        }
        Labels host = ReservedIdentity.HOST.identity().labels();
        engine.endpoint(0, new Subject(host, true, false, NamedPorts.NONE), false);
        engine.endpoint(HOST_WITH_NAMES, new Subject(host, true, false, NAMES), false);
        engine.complete();
    }

    private static NamedPorts names() {
        Map<NamedPorts.Name, Set<Integer>> names = new HashMap<>();
        World.NAMED.forEach(
                (text, ports) -> {
                    String[] parts = text.split("/", 2);
                    names.put(new NamedPorts.Name(Protocol.valueOf(parts[0]), parts[1]), ports);
                });
        return new NamedPorts(names);
    }

    private static int id(int index, boolean named) {
        return 1 + index * 2 + (named ? 1 : 0);
    }

    public World world() {
        return world;
    }

    public Engine engine() {
        return engine;
    }

    public List<Labels> endpoints() {
        return endpoints;
    }

    /** The identity of a label set is known, or known again. */
    void appear(int index) {
        Labels labels = endpoints.get(index);
        engine.identities(List.of(new Identity(numbers.get(labels), labels)), List.of());
    }

    /** It is no more. */
    void vanish(int index) {
        engine.identities(List.of(), List.of(numbers.get(endpoints.get(index))));
    }

    /** Puts policies in force, one document each; a document of the same name is replaced. */
    public void apply(List<Policy> policies) {
        Map<ResourceKey, List<Policy>> changed = new LinkedHashMap<>();
        policies.forEach(p -> changed.put(Made.document(p.name().name()), List.of(p)));
        documents.putAll(changed);
        hold();
        engine.policies(changed, List.of());
    }

    public void remove(String name) {
        documents.remove(Made.document(name));
        engine.policies(Map.of(), List.of(Made.document(name)));
    }

    /** All that are in force. */
    public List<Policy> policies() {
        return documents.values().stream().flatMap(List::stream).toList();
    }

    private void hold() {
        List<Identity> made = new ArrayList<>();
        for (IpPrefix prefix :
                NeededPrefixes.of(policies().stream()).stream()
                        .sorted(Comparator.comparing(IpPrefix::toString))
                        .collect(Collectors.toList())) {
            if (!held.containsKey(prefix)) {
                int number = PREFIX_FIRST + held.size();
                held.put(prefix, number);
                made.add(
                        new Identity(
                                number, Labels.of(Label.cidr(prefix), Label.reserved("world"))));
            }
        }
        engine.identities(made, List.of());
    }

    /** A question to one of the endpoints; from it, the names of all others' ports count. */
    public Question question() {
        Question asked = world.question(endpoints);
        return new Question(
                asked.subject(),
                asked.ofHost(),
                asked.direction(),
                asked.peer(),
                asked.address(),
                asked.protocol(),
                asked.port(),
                asked.direction() == Direction.EGRESS ? World.NAMED : asked.ports());
    }

    /** Who explains what holds now. */
    public Judge judge() {
        return new Judge(policies(), engine.settings(), engine.names());
    }

    /** The endpoint that a question is about. */
    public int endpoint(Question question) {
        boolean named = question.direction() == Direction.INGRESS && !question.ports().isEmpty();
        if (question.ofHost()) {
            return named ? HOST_WITH_NAMES : 0;
        }
        return id(endpoints.indexOf(question.subject()), named);
    }

    /** The number by which the kernel knows the other end. */
    public int peer(Question question) {
        Optional<InetAddress> address = question.address();
        if (address.isEmpty()) {
            return numbers.get(question.peer());
        }
        return held.entrySet().stream()
                .filter(entry -> entry.getKey().contains(address.get()))
                .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(ReservedIdentity.WORLD.number());
    }

    /** The question as the kernel takes it. */
    public PolicyProbe.Question asked(Question question) {
        return new PolicyProbe.Question(
                endpoint(question),
                0,
                peer(question),
                question.direction(),
                question.protocol(),
                question.port());
    }

    /** The kernel's answer in the reference's words: what is only noted passes. */
    public static Answer.Verdict verdict(PolicyProbe.Answer answer) {
        if (answer.noted()) {
            return Answer.Verdict.ALLOW;
        }
        return switch (answer.verdict()) {
            case NONE, ALLOWED -> Answer.Verdict.ALLOW;
            case UNMATCHED -> Answer.Verdict.DENY_DEFAULT;
            case REFUSED -> Answer.Verdict.DENY_RULE;
        };
    }

    /** Whether the identity of the other end is known now. */
    boolean knows(Question question) {
        return engine.identity(peer(question)).isPresent();
    }

    /** What is known of both ends, for messages. */
    public String describe(Question question) {
        return Stream.concat(
                        Stream.of(question.toString(), "peer " + peer(question)),
                        policies().stream().map(Policy::toString))
                .collect(Collectors.joining("\n"));
    }
}
