package org.vibrissa.policy.reference;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Entity;
import org.vibrissa.policy.internal.rule.Origin;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PolicyName;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;
import org.vibrissa.policy.internal.rule.Requirement;
import org.vibrissa.policy.internal.rule.Rule;
import org.vibrissa.policy.internal.rule.Selector;

/**
 * Random policies, label sets and packets from one seed. Everything is drawn from small sets, so
 * that rules overlap, shadow and contradict each other often.
 */
public final class World {
    private static final List<String> KEYS = List.of("app", "tier", "env", "org");
    private static final List<String> VALUES = List.of("a", "b", "c");
    private static final List<String> NAMESPACES = List.of("default", "prod");
    private static final List<String> RESERVED_NAMES = List.of("world", "host", "remote-node");
    private static final List<String> PORT_NAMES = List.of("http", "dns", "none");
    private static final int[] PORTS = {1, 22, 53, 79, 80, 81, 443, 1024, 8080, 65535};
    private static final List<Protocol> PROTOCOLS =
            List.of(
                    Protocol.TCP,
                    Protocol.TCP,
                    Protocol.UDP,
                    Protocol.SCTP,
                    Protocol.ICMP,
                    Protocol.ICMPV6,
                    Protocol.VRRP);
    private static final List<IpPrefix> PREFIXES =
            List.of(
                            "0.0.0.0/0",
                            "192.0.2.0/24",
                            "192.0.2.128/25",
                            "192.0.2.129/32",
                            "198.51.100.0/24",
                            "198.51.0.0/16",
                            "::/0",
                            "2001:db8::/32",
                            "2001:db8:1::/48",
                            "2001:db8:1::1/128")
                    .stream()
                    .map(IpPrefix::parse)
                    .toList();

    /** Some names for ports that a receiving end may have. */
    public static final Map<String, Set<Integer>> NAMED =
            Map.of("TCP/http", Set.of(80), "UDP/dns", Set.of(53), "TCP/dns", Set.of(53, 8080));

    private final Random random;

    public World(long seed) {
        random = new Random(seed);
    }

    /** Prefixes that policies of any world use, exceptions included. */
    public static List<IpPrefix> prefixes() {
        return PREFIXES;
    }

    /** Label sets of endpoints, each different. */
    public List<Labels> endpoints(int count) {
        Set<Labels> sets = new LinkedHashSet<>();
        for (int tries = 0; sets.size() < count && tries < count * 100; tries++) {
            sets.add(endpoint(sets.size()));
        }
        return List.copyOf(sets);
    }

    private Labels endpoint(int number) {
        List<Label> labels = new ArrayList<>();
        labels.add(Label.namespace(one(NAMESPACES)));
        for (String key : KEYS) {
            if (random.nextInt(3) > 0) {
                labels.add(Label.any(key, one(VALUES)));
            }
            if (random.nextInt(8) == 0) {
                labels.add(new Label(LabelSource.K8S, key, one(VALUES)));
            }
        }
        if (random.nextInt(4) == 0) {
            labels.add(new Label(LabelSource.UNIT, "name", "app@" + number % 5 + ".service"));
        }
        return Labels.of(labels);
    }

    /** Hosts, the unknown, and what else has a reserved number. */
    public List<Labels> reserved() {
        List<Labels> all = new ArrayList<>();
        for (ReservedIdentity each : ReservedIdentity.values()) {
            all.add(each.identity().labels());
        }
        return all;
    }

    /** Random policies, named by their number. */
    public List<Policy> policies(int count, int mostRules) {
        List<Policy> policies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            policies.add(policy(i, mostRules));
        }
        return policies;
    }

    /** One random policy. */
    public Policy policy(int number, int mostRules) {
        PolicyName name = new PolicyName("CiliumNetworkPolicy", "default", "p" + number, -1);
        List<Rule> rules = new ArrayList<>();
        int count = random.nextInt(mostRules + 1);
        for (int i = 0; i < count; i++) {
            rules.add(rule(new Origin(name, "spec.rules[" + i + "]", "random.yaml", i + 1)));
        }
        Set<Direction> deny = EnumSet.noneOf(Direction.class);
        for (Direction direction : Direction.values()) {
            if (random.nextInt(3) > 0) {
                deny.add(direction);
            }
        }
        boolean ofNodes = random.nextInt(8) == 0;
        return new Policy(
                name,
                ofNodes,
                ofNodes ? Selector.ALL : selector(2),
                deny,
                rules,
                random.nextInt(10) == 0,
                List.of(),
                "",
                "");
    }

    private Rule rule(Origin origin) {
        List<Peer> peers = new ArrayList<>();
        int many = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < many; i++) {
            peers.add(peer());
        }
        List<PortMatch> ports = new ArrayList<>();
        int matches = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < matches; i++) {
            ports.add(port());
        }
        return new Rule(
                origin,
                one(List.of(Direction.values())),
                random.nextInt(4) == 0,
                peers,
                ports,
                random.nextInt(15) == 0 ? Optional.of("proxy") : Optional.empty());
    }

    private Peer peer() {
        return switch (random.nextInt(8)) {
            case 0 -> new Peer.Anybody();
            case 1, 2, 3 -> new Peer.Endpoints(selector(3));
            case 4 -> new Peer.Nodes(random.nextBoolean() ? Selector.ALL : selector(1));
            case 5 -> new Peer.Kind(one(List.of(Entity.values())));
            default -> prefix();
        };
    }

    private Peer prefix() {
        IpPrefix prefix = one(PREFIXES);
        List<IpPrefix> except = new ArrayList<>();
        for (IpPrefix other : PREFIXES) {
            if (!other.equals(prefix) && prefix.contains(other) && random.nextInt(3) == 0) {
                except.add(other);
            }
        }
        return new Peer.Prefix(prefix, except);
    }

    private PortMatch port() {
        int form = random.nextInt(10);
        if (form == 0) {
            return PortMatch.everything();
        }
        Protocol protocol = one(PROTOCOLS);
        if (protocol == Protocol.VRRP || form == 1) {
            return PortMatch.all(protocol);
        }
        if (protocol == Protocol.ICMP || protocol == Protocol.ICMPV6) {
            return PortMatch.one(protocol, random.nextBoolean() ? 8 : 128);
        }
        if (form == 2) {
            return new PortMatch.Named(protocol, one(PORT_NAMES));
        }
        int first = PORTS[random.nextInt(PORTS.length)];
        if (form < 6) {
            return PortMatch.one(protocol, first);
        }
        int last = random.nextBoolean() ? PORTS[random.nextInt(PORTS.length)] : first + 7;
        return new PortMatch.Ports(
                protocol, Math.min(first, last), Math.min(65535, Math.max(first, last)));
    }

    private Selector selector(int most) {
        List<Requirement> requirements = new ArrayList<>();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            LabelSource source =
                    random.nextInt(3) == 0
                            ? one(List.of(LabelSource.K8S, LabelSource.UNIT))
                            : LabelSource.ANY;
            Requirement.Key key = new Requirement.Key(source, one(KEYS));
            Set<String> values = new LinkedHashSet<>(List.of(one(VALUES)));
            requirements.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new Requirement.NotIn(key, values);
                        case 1 -> new Requirement.Exists(key);
                        case 2 -> new Requirement.DoesNotExist(key);
                        case 3 -> {
                            values.add(one(VALUES));
                            yield new Requirement.In(key, values);
                        }
                        default -> new Requirement.In(key, values);
                    });
        }
        if (random.nextInt(12) == 0) {
            Requirement.Key name = new Requirement.Key(LabelSource.RESERVED, one(RESERVED_NAMES));
            requirements.add(
                    random.nextBoolean()
                            ? new Requirement.In(name, Set.of(""))
                            : new Requirement.DoesNotExist(name));
        }
        if (random.nextInt(2) == 0) {
            requirements.add(
                    new Requirement.In(
                            new Requirement.Key(LabelSource.K8S, Label.NAMESPACE),
                            Set.of(one(NAMESPACES))));
        }
        return new Selector(requirements);
    }

    /** A packet between an endpoint, or this host, and somebody. */
    public Question question(List<Labels> endpoints) {
        boolean ofHost = random.nextInt(8) == 0;
        Labels subject = ofHost ? ReservedIdentity.HOST.identity().labels() : one(endpoints);
        Protocol protocol = one(PROTOCOLS);
        int port = port(protocol);
        Labels peer;
        Optional<InetAddress> address = Optional.empty();
        switch (random.nextInt(4)) {
            case 0 -> {
                address = Optional.of(outside());
                peer = ReservedIdentity.WORLD.identity().labels();
            }
            case 1 -> {
                List<Labels> known = new ArrayList<>(reserved());
                known.removeIf(labels -> labels.texts().toString().contains("world"));
                peer = one(known);
            }
            default -> peer = one(endpoints);
        }
        return new Question(
                subject,
                ofHost,
                one(List.of(Direction.values())),
                peer,
                address,
                protocol.number(),
                port,
                random.nextBoolean() ? NAMED : Map.of());
    }

    private int port(Protocol protocol) {
        return switch (protocol) {
            case ICMP, ICMPV6 -> random.nextBoolean() ? 8 : 128;
            case VRRP -> 0;
            default ->
                    Math.min(
                            65535,
                            Math.max(
                                    0,
                                    PORTS[random.nextInt(PORTS.length)] + random.nextInt(5) - 2));
        };
    }

    /** An address at the edge of a prefix, or of one inside it. */
    private InetAddress outside() {
        IpPrefix prefix = one(PREFIXES);
        byte[] bytes = prefix.address().getAddress();
        for (int bit = prefix.length(); bit < bytes.length * 8; bit++) {
            if (random.nextInt(3) == 0) {
                bytes[bit / 8] |= (byte) (0x80 >> bit % 8);
            }
        }
        return IpAddresses.of(bytes);
    }

    /** Any order. */
    public <T> List<T> shuffled(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
