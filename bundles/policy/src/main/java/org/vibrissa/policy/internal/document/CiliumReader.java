package org.vibrissa.policy.internal.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Rule;
import org.vibrissa.policy.internal.rule.Selector;

/** Reads one spec of a CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy. */
final class CiliumReader {
    private final Context context;
    private final boolean clusterwide;

    CiliumReader(Context context, boolean clusterwide) {
        this.context = context;
        this.clusterwide = clusterwide;
    }

    /** The policy as far as it could be read. */
    Policy read(JsonNode spec, String path) {
        Cursor cursor = new Cursor(spec, path, Part.RULE, context.problems());
        boolean ofNodes = cursor.has("nodeSelector");
        Selector subject = subject(cursor, ofNodes);
        List<Rule> rules = new ArrayList<>();
        Set<Direction> deny = EnumSet.noneOf(Direction.class);
        int ingress = entries(cursor, "ingress", Part.INGRESS, subject, ofNodes, rules);
        ingress += entries(cursor, "ingressDeny", Part.INGRESS_DENY, subject, ofNodes, rules);
        int egress = entries(cursor, "egress", Part.EGRESS, subject, ofNodes, rules);
        egress += entries(cursor, "egressDeny", Part.EGRESS_DENY, subject, ofNodes, rules);
        Optional<Cursor> explicit = cursor.object("enableDefaultDeny", Part.DEFAULT_DENY);
        if (explicit.flatMap(c -> c.flag("ingress")).orElse(ingress > 0)) {
            deny.add(Direction.INGRESS);
        }
        if (explicit.flatMap(c -> c.flag("egress")).orElse(egress > 0)) {
            deny.add(Direction.EGRESS);
        }
        explicit.ifPresent(Cursor::end);
        List<String> labels = PolicyLabels.read(cursor);
        String description = cursor.text("description").orElse("");
        String log = log(cursor);
        cursor.end();
        return new Policy(
                context.name(),
                ofNodes,
                subject,
                deny,
                rules,
                context.audit(),
                labels,
                description,
                log);
    }

    private Selector subject(Cursor cursor, boolean ofNodes) {
        boolean ofEndpoints = cursor.has("endpointSelector");
        Optional<Selector> endpoints = selector(cursor, "endpointSelector");
        Optional<Selector> nodes = selector(cursor, "nodeSelector");
        Problems problems = context.problems();
        if (ofNodes && !clusterwide) {
            problems.add(
                    cursor.path("nodeSelector"),
                    "is for CiliumClusterwideNetworkPolicy only: hosts have no namespace");
        }
        if (ofNodes == ofEndpoints) {
            problems.add(
                    cursor.path(),
                    clusterwide
                            ? "needs exactly one of endpointSelector, nodeSelector"
                            : "needs endpointSelector; {} is every endpoint of the namespace");
        }
        Selector written = (ofNodes ? nodes : endpoints).orElse(Selector.ALL);
        return clusterwide
                ? written
                : Namespaces.subject(
                        written,
                        context.name().namespace(),
                        cursor.path("endpointSelector"),
                        problems);
    }

    private static Optional<Selector> selector(Cursor cursor, String field) {
        return cursor.object(field, Part.SELECTOR)
                .map(c -> SelectorReader.read(c, SelectorReader.Style.CILIUM));
    }

    private static String log(Cursor cursor) {
        Optional<Cursor> log = cursor.object("log", Part.LOG);
        String value = log.flatMap(c -> c.text("value")).orElse("");
        log.ifPresent(Cursor::end);
        return value;
    }

    /** Reads one of the four lists; how many entries it has. */
    private int entries(
            Cursor cursor,
            String field,
            Part part,
            Selector subject,
            boolean ofNodes,
            List<Rule> rules) {
        List<Cursor> entries = cursor.objects(field, part).orElse(List.of());
        Direction direction = field.startsWith("ingress") ? Direction.INGRESS : Direction.EGRESS;
        boolean deny = field.endsWith("Deny");
        for (Cursor entry : entries) {
            rules.addAll(new Entry(entry, direction, deny, subject, ofNodes).rules());
        }
        return entries.size();
    }

    /** One entry of ingress, egress or their deny forms. */
    private final class Entry {
        private final Cursor cursor;
        private final Direction direction;
        private final boolean deny;
        private final boolean ofNodes;
        private final PeerReader peerReader;

        Entry(Cursor cursor, Direction direction, boolean deny, Selector subject, boolean ofNodes) {
            this.cursor = cursor;
            this.direction = direction;
            this.deny = deny;
            this.ofNodes = ofNodes;
            UnaryOperator<Selector> implied =
                    selector ->
                            clusterwide
                                    ? Namespaces.clusterPeer(selector, subject)
                                    : Namespaces.peer(selector, context.name().namespace());
            String prefix = direction == Direction.INGRESS ? "from" : "to";
            peerReader = new PeerReader(prefix, deny, implied, context.cidrs());
        }

        List<Rule> rules() {
            PeerReader.Peers peers = peerReader.read(cursor);
            Optional<List<Cursor>> toPorts =
                    cursor.objects("toPorts", deny ? Part.PORT_DENY_RULE : Part.PORT_RULE)
                            .filter(list -> !list.isEmpty());
            Optional<List<Cursor>> icmps =
                    cursor.objects("icmps", Part.ICMP).filter(list -> !list.isEmpty());
            if (!deny) {
                authentication();
            }
            cursor.end();
            if (toPorts.isPresent() && icmps.isPresent()) {
                context.problems()
                        .add(
                                cursor.path("icmps"),
                                "cannot be beside toPorts; write an entry of its own");
            }
            if (toPorts.isEmpty() && icmps.isEmpty()) {
                if (peers.peers().isEmpty() && peers.waitsFor().isEmpty()) {
                    warnOfNothing(peers.restricted());
                }
                return List.of(
                        rule(
                                cursor.path(),
                                peers.peers(),
                                List.of(PortMatch.everything()),
                                peers.waitsFor()));
            }
            List<Peer> whom = peers.restricted() ? peers.peers() : List.of(new Peer.Anybody());
            List<Rule> rules = new ArrayList<>();
            for (Cursor one : toPorts.orElse(List.of())) {
                rules.add(ports(one, whom, peers.waitsFor()));
            }
            for (Cursor one : icmps.orElse(List.of())) {
                rules.add(icmp(one, whom, peers.waitsFor()));
            }
            return rules;
        }

        private void warnOfNothing(boolean restricted) {
            String what = deny ? "refuses nobody" : "lets nobody through";
            context.problems()
                    .warn(
                            cursor.path(),
                            restricted
                                    ? what + ": it names no peer"
                                    : what + ": it names neither peers nor ports");
        }

        private Rule ports(Cursor entry, List<Peer> whom, Optional<String> waitsForPeers) {
            List<PortReader.Ports> read = new ArrayList<>();
            List<PortMatch> matches = new ArrayList<>();
            for (Cursor port : entry.objects("ports", Part.PORT).orElse(List.of())) {
                PortReader.Ports ports = PortReader.cilium(port);
                read.add(ports);
                matches.addAll(ports.matches());
            }
            boolean inspects =
                    !deny
                            && new L7Reader(direction == Direction.INGRESS, ofNodes)
                                    .read(entry, read);
            entry.end();
            if (read.isEmpty()) {
                context.problems().warn(entry.path(), "matches nothing: it has no ports");
            }
            return rule(
                    entry.path(),
                    whom,
                    matches,
                    inspects ? Optional.of(Translation.PROXY) : waitsForPeers);
        }

        private Rule icmp(Cursor entry, List<Peer> whom, Optional<String> waitsForPeers) {
            List<PortMatch> matches = new ArrayList<>();
            for (Cursor field : entry.objects("fields", Part.ICMP_FIELD).orElse(List.of())) {
                PortReader.icmp(field).ifPresent(matches::add);
            }
            entry.end();
            return rule(entry.path(), whom, matches, waitsForPeers);
        }

        private void authentication() {
            cursor.object("authentication", Part.AUTHENTICATION)
                    .ifPresent(
                            auth -> {
                                Optional<String> mode = auth.requiredText("mode");
                                auth.end();
                                if (mode.isPresent() && !mode.get().equals("disabled")) {
                                    context.problems()
                                            .add(
                                                    auth.path("mode"),
                                                    "must be disabled, not \""
                                                            + mode.get()
                                                            + "\": mutual authentication is not"
                                                            + " supported, and is removed upstream");
                                }
                            });
        }

        private Rule rule(
                String path, List<Peer> whom, List<PortMatch> ports, Optional<String> waitsFor) {
            return new Rule(context.origin(path), direction, deny, whom, ports, waitsFor);
        }
    }
}
