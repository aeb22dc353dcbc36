package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vibrissa.policy.internal.rule.PortMatch;

/**
 * The lines of one identity from the rules that mean it. A denial wins over every allow it covers,
 * so those are left out: then the longest prefix is the right answer, as the kernel finds it.
 */
final class Lines {
    private record Key(Object direction, int protocol, int bits, int port) {}

    private Lines() {}

    /**
     * Lines without doubles, denials first.
     *
     * @param ports what named ports are where the rules apply
     */
    static List<Line> of(Collection<NumberedRule> rules, PortNames ports) {
        Map<Key, Line> denials = new LinkedHashMap<>();
        Map<Key, Line> allows = new LinkedHashMap<>();
        for (NumberedRule rule : rules) {
            if (rule.rule().waitsFor().isPresent() && !rule.rule().deny()) {
                continue;
            }
            Map<Key, Line> of = rule.rule().deny() ? denials : allows;
            for (Line line : expand(rule, ports)) {
                of.putIfAbsent(key(line), line);
            }
        }
        List<Line> lines = new ArrayList<>(denials.values());
        lines.removeIf(line -> covered(line, denials, line.bits() - 1));
        for (Line allow : allows.values()) {
            if (!covered(allow, denials, allow.bits())) {
                lines.add(allow);
            }
        }
        return List.copyOf(lines);
    }

    private static List<Line> expand(NumberedRule rule, PortNames names) {
        List<Line> lines = new ArrayList<>();
        for (PortMatch match : rule.rule().ports()) {
            if (match instanceof PortMatch.Ports ports) {
                add(lines, rule, ports);
            } else if (match instanceof PortMatch.Named named) {
                for (int port : names.of(rule.rule().direction()).of(named)) {
                    add(lines, rule, new PortMatch.Ports(named.protocol(), port, port));
                }
            }
        }
        return lines;
    }

    private static void add(List<Line> lines, NumberedRule rule, PortMatch.Ports ports) {
        int protocol = ports.protocol().number();
        if (ports.protocol() == org.vibrissa.policy.internal.rule.Protocol.ALL) {
            lines.add(line(rule, 0, Line.ANY_PROTOCOL, 0));
            return;
        }
        for (PortPrefixes.PortPrefix prefix : PortPrefixes.of(ports.first(), ports.last())) {
            lines.add(line(rule, protocol, Line.ANY_PORT + prefix.bits(), prefix.port()));
        }
    }

    private static Line line(NumberedRule rule, int protocol, int bits, int port) {
        return new Line(
                rule.rule().direction(), protocol, bits, port, rule.rule().deny(), rule.number());
    }

    private static Key key(Line line) {
        return new Key(line.direction(), line.protocol(), line.bits(), line.port());
    }

    /** Is it, or a prefix of it of at most this many bits, refused? */
    private static boolean covered(Line line, Map<Key, Line> denials, int most) {
        if (most >= Line.ANY_PROTOCOL
                && denials.containsKey(new Key(line.direction(), 0, Line.ANY_PROTOCOL, 0))) {
            return true;
        }
        for (int bits = Line.ANY_PORT; bits <= most; bits++) {
            int free = 16 - (bits - Line.ANY_PORT);
            int port = line.port() >>> free << free;
            if (denials.containsKey(new Key(line.direction(), line.protocol(), bits, port))) {
                return true;
            }
        }
        return false;
    }
}
