package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Selector;

/** Reads prefixes: alone, with exceptions, and by group. */
final class CidrReader {
    private static final String FORM = "write it as 10.0.0.0/8 or fd00::/8";

    private final Groups groups;
    private final Set<String> missing;

    /**
     * @param missing takes the names of groups that do not exist
     */
    CidrReader(Groups groups, Set<String> missing) {
        this.groups = groups;
        this.missing = missing;
    }

    /** A prefix or an address; host bits are cleared, as Cilium does. */
    static Optional<IpPrefix> prefix(String at, String text, Problems problems) {
        try {
            return Optional.of(IpPrefix.parse(text).network());
        } catch (IllegalArgumentException e) {
            problems.add(at, e.getMessage() + "; " + FORM);
            return Optional.empty();
        }
    }

    /** A prefix with its length. */
    static Optional<IpPrefix> withLength(String at, String text, Problems problems) {
        if (text.indexOf('/') < 0) {
            problems.add(at, "has no length: \"" + text + "\"; " + FORM);
            return Optional.empty();
        }
        return prefix(at, text, problems);
    }

    /** One entry of fromCIDRSet or toCIDRSet. */
    List<Peer> rule(Cursor cursor) {
        Problems problems = cursor.problems();
        List<IpPrefix> prefixes = new ArrayList<>();
        boolean grouped = cursor.has("cidrGroupRef") || cursor.has("cidrGroupSelector");
        int given = 0;
        for (String way : List.of("cidr", "cidrGroupRef", "cidrGroupSelector")) {
            given += cursor.has(way) ? 1 : 0;
        }
        if (given != 1) {
            problems.add(
                    cursor.path(), "needs exactly one of cidr, cidrGroupRef, cidrGroupSelector");
        }
        cursor.text("cidr")
                .flatMap(text -> withLength(cursor.path("cidr"), text, problems))
                .ifPresent(prefixes::add);
        cursor.text("cidrGroupRef").ifPresent(name -> prefixes.addAll(group(name)));
        cursor.object("cidrGroupSelector", Part.SELECTOR)
                .ifPresent(
                        selector -> {
                            Selector read =
                                    SelectorReader.read(selector, SelectorReader.Style.CIDR_GROUP);
                            groups.selected(read).values().forEach(prefixes::addAll);
                        });
        List<IpPrefix> except = except(cursor, grouped ? List.of() : prefixes);
        cursor.end();
        return peers(prefixes, except, cursor.path(), problems);
    }

    /** Kubernetes' ipBlock. */
    static List<Peer> block(Cursor cursor) {
        List<IpPrefix> prefixes = new ArrayList<>();
        cursor.requiredText("cidr")
                .flatMap(text -> withLength(cursor.path("cidr"), text, cursor.problems()))
                .ifPresent(prefixes::add);
        List<IpPrefix> except = except(cursor, prefixes);
        cursor.end();
        return peers(prefixes, except, cursor.path(), cursor.problems());
    }

    private List<IpPrefix> group(String name) {
        Optional<List<IpPrefix>> found = groups.named(name);
        if (found.isEmpty()) {
            missing.add(name);
        }
        return found.orElse(List.of());
    }

    /**
     * @param within each exception must be inside one of these; none: anything goes
     */
    private static List<IpPrefix> except(Cursor cursor, List<IpPrefix> within) {
        Problems problems = cursor.problems();
        List<IpPrefix> except = new ArrayList<>();
        for (Cursor.Text text : cursor.texts("except").orElse(List.of())) {
            Optional<IpPrefix> read = withLength(text.path(), text.value(), problems);
            if (read.isEmpty()) {
                continue;
            }
            IpPrefix prefix = read.get();
            if (!within.isEmpty() && within.stream().noneMatch(p -> p.contains(prefix))) {
                problems.add(text.path(), prefix + " is not inside " + within.get(0));
            }
            if (except.stream().anyMatch(prefix::overlaps)) {
                problems.warn(text.path(), prefix + " overlaps another exception");
            }
            except.add(prefix);
        }
        return except;
    }

    private static List<Peer> peers(
            List<IpPrefix> prefixes, List<IpPrefix> except, String at, Problems problems) {
        List<Peer> peers = new ArrayList<>();
        for (IpPrefix prefix : prefixes) {
            if (except.stream().anyMatch(e -> e.contains(prefix))) {
                problems.warn(at, "nothing of " + prefix + " is left by its exceptions");
            } else {
                peers.add(new Peer.Prefix(prefix, inside(prefix, except)));
            }
        }
        return peers;
    }

    /** Exceptions inside the prefix, none inside another, in order. */
    private static List<IpPrefix> inside(IpPrefix prefix, List<IpPrefix> except) {
        List<IpPrefix> kept = new ArrayList<>();
        for (IpPrefix one : except) {
            boolean covered = except.stream().anyMatch(e -> !e.equals(one) && e.contains(one));
            if (prefix.contains(one) && !covered && !kept.contains(one)) {
                kept.add(one);
            }
        }
        return kept;
    }
}
