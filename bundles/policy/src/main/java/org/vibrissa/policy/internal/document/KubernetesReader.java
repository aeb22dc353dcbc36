package org.vibrissa.policy.internal.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.policy.internal.document.SelectorReader.Style;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Requirement;
import org.vibrissa.policy.internal.rule.Rule;
import org.vibrissa.policy.internal.rule.Selector;

/** Reads the spec of a NetworkPolicy of Kubernetes. */
final class KubernetesReader {
    private static final List<String> TYPES = List.of("Ingress", "Egress");

    private final Context context;

    KubernetesReader(Context context) {
        this.context = context;
    }

    /** The policy as far as it could be read. */
    Policy read(JsonNode spec, String path) {
        Cursor cursor = new Cursor(spec, path, Part.NETWORK_POLICY, context.problems());
        Optional<Selector> pods =
                cursor.object("podSelector", Part.SELECTOR)
                        .map(c -> SelectorReader.read(c, Style.KUBERNETES));
        if (pods.isEmpty()) {
            context.problems()
                    .add(
                            cursor.path("podSelector"),
                            "is required; {} is every endpoint of the namespace");
        }
        List<Cursor> ingress = cursor.objects("ingress", Part.NP_INGRESS).orElse(List.of());
        List<Cursor> egress = cursor.objects("egress", Part.NP_EGRESS).orElse(List.of());
        Set<Direction> types = types(cursor, !egress.isEmpty());
        cursor.end();
        List<Rule> rules = new ArrayList<>();
        rules(ingress, Direction.INGRESS, types, rules);
        rules(egress, Direction.EGRESS, types, rules);
        String namespace = context.name().namespace();
        Selector subject =
                Namespaces.subject(
                        pods.orElse(Selector.ALL),
                        namespace,
                        cursor.path("podSelector"),
                        context.problems());
        return new Policy(
                context.name(), false, subject, types, rules, context.audit(), List.of(), "", "");
    }

    private Set<Direction> types(Cursor cursor, boolean hasEgress) {
        Set<Direction> types = EnumSet.noneOf(Direction.class);
        Optional<List<Cursor.Text>> written =
                cursor.texts("policyTypes").filter(list -> !list.isEmpty());
        for (Cursor.Text type : written.orElse(List.of())) {
            if (cursor.isOneOf(type.path(), type.value(), TYPES)) {
                types.add(type.value().equals("Ingress") ? Direction.INGRESS : Direction.EGRESS);
            }
        }
        if (written.isEmpty()) {
            types.add(Direction.INGRESS);
            if (hasEgress) {
                types.add(Direction.EGRESS);
            }
        }
        return types;
    }

    /** Entries of a direction that policyTypes leaves out have no effect, as in Kubernetes. */
    private void rules(
            List<Cursor> entries, Direction direction, Set<Direction> types, List<Rule> rules) {
        for (Cursor entry : entries) {
            Rule rule = rule(entry, direction);
            if (types.contains(direction)) {
                rules.add(rule);
            } else {
                context.problems()
                        .warn(
                                entry.path(),
                                "has no effect: policyTypes does not name " + direction.label());
            }
        }
    }

    private Rule rule(Cursor entry, Direction direction) {
        String field = direction == Direction.INGRESS ? "from" : "to";
        List<Cursor> whom = entry.objects(field, Part.NP_PEER).orElse(List.of());
        List<Cursor> ports = entry.objects("ports", Part.NP_PORT).orElse(List.of());
        entry.end();
        List<Peer> peers = new ArrayList<>();
        whom.forEach(peer -> peers.addAll(peers(peer)));
        if (whom.isEmpty()) {
            peers.add(new Peer.Anybody());
        }
        List<PortMatch> matches = new ArrayList<>();
        ports.forEach(port -> matches.addAll(PortReader.kubernetes(port).matches()));
        if (ports.isEmpty()) {
            matches.add(PortMatch.everything());
        }
        return new Rule(
                context.origin(entry.path()), direction, false, peers, matches, Optional.empty());
    }

    private List<Peer> peers(Cursor peer) {
        Optional<Selector> pods =
                peer.object("podSelector", Part.SELECTOR)
                        .map(c -> SelectorReader.read(c, Style.KUBERNETES));
        Optional<Selector> namespaces =
                peer.object("namespaceSelector", Part.SELECTOR)
                        .map(c -> SelectorReader.read(c, Style.NAMESPACE));
        Optional<List<Peer>> block = peer.object("ipBlock", Part.IP_BLOCK).map(CidrReader::block);
        peer.end();
        boolean labels = pods.isPresent() || namespaces.isPresent();
        if (labels == block.isPresent()) {
            context.problems()
                    .add(
                            peer.path(),
                            labels
                                    ? "ipBlock cannot be beside podSelector or namespaceSelector"
                                    : "needs podSelector, namespaceSelector or ipBlock");
        }
        if (!labels) {
            return block.orElse(List.of());
        }
        Selector own = pods.orElse(Selector.ALL);
        return List.of(
                new Peer.Endpoints(
                        namespaces
                                .map(selector -> both(own, selector))
                                .orElseGet(
                                        () -> Namespaces.peer(own, context.name().namespace()))));
    }

    private static Selector both(Selector pods, Selector namespaces) {
        if (namespaces.requirements().isEmpty()) {
            return Namespaces.anyNamespace(pods);
        }
        List<Requirement> all = new ArrayList<>(pods.requirements());
        all.addAll(namespaces.requirements());
        return new Selector(all);
    }
}
