package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.vibrissa.policy.internal.rule.Entity;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Selector;

/** Reads whom one rule of Cilium's is about. */
final class PeerReader {
    /**
     * What the fields say together.
     *
     * @param peers nobody when empty
     * @param restricted whether any of the fields is there
     * @param waitsFor the bundle that must say who the peers are
     */
    record Peers(List<Peer> peers, boolean restricted, Optional<String> waitsFor) {}

    private final String prefix;
    private final boolean deny;
    private final UnaryOperator<Selector> implied;
    private final CidrReader cidrs;

    /**
     * @param prefix {@code from} or {@code to}
     * @param deny whether the rule refuses
     * @param implied adds what a document implies to a selector of endpoints
     */
    PeerReader(String prefix, boolean deny, UnaryOperator<Selector> implied, CidrReader cidrs) {
        this.prefix = prefix;
        this.deny = deny;
        this.implied = implied;
        this.cidrs = cidrs;
    }

    Peers read(Cursor rule) {
        List<Peer> peers = new ArrayList<>();
        List<String> there = new ArrayList<>();
        List<String> filled = new ArrayList<>();
        Reading reading = new Reading(rule, peers, there, filled);
        reading.objects(
                "Endpoints",
                Part.SELECTOR,
                c -> List.of(new Peer.Endpoints(implied.apply(selector(c)))));
        reading.objects("Nodes", Part.SELECTOR, c -> List.of(new Peer.Nodes(selector(c))));
        reading.texts("CIDR", text -> cidr(text, rule.problems()));
        reading.objects("CIDRSet", Part.CIDR_RULE, cidrs::rule);
        reading.texts("Entities", text -> entity(text, rule));
        Optional<String> waitsFor = Optional.empty();
        if (prefix.equals("to") && !deny) {
            if (reading.objects("Services", Part.SERVICE, PeerReader::service)) {
                waitsFor = Optional.of(Translation.LB);
            }
            if (reading.objects("FQDNs", Part.DNS, PeerReader::name)) {
                waitsFor = Optional.of(Translation.PROXY);
            }
        }
        if (filled.size() > 1) {
            rule.problems()
                    .add(
                            rule.path(),
                            String.join(" and ", filled)
                                    + " cannot be in one entry; write one entry for each");
        }
        boolean nobody = there.size() > filled.size();
        return new Peers(nobody ? List.of() : peers, !there.isEmpty(), waitsFor);
    }

    /** Reads the fields one after the other. */
    private final class Reading {
        private final Cursor rule;
        private final List<Peer> peers;
        private final List<String> there;
        private final List<String> filled;

        Reading(Cursor rule, List<Peer> peers, List<String> there, List<String> filled) {
            this.rule = rule;
            this.peers = peers;
            this.there = there;
            this.filled = filled;
        }

        /** Whether the field has entries. */
        boolean objects(String suffix, Part part, Function<Cursor, List<Peer>> read) {
            return entries(suffix, rule.objects(prefix + suffix, part), read);
        }

        void texts(String suffix, Function<Cursor.Text, List<Peer>> read) {
            entries(suffix, rule.texts(prefix + suffix), read);
        }

        private <T> boolean entries(
                String suffix, Optional<List<T>> entries, Function<T, List<Peer>> read) {
            if (entries.isEmpty()) {
                return false;
            }
            there.add(prefix + suffix);
            if (entries.get().isEmpty()) {
                return false;
            }
            filled.add(prefix + suffix);
            entries.get().forEach(entry -> peers.addAll(read.apply(entry)));
            return true;
        }
    }

    private static Selector selector(Cursor cursor) {
        return SelectorReader.read(cursor, SelectorReader.Style.CILIUM);
    }

    private static List<Peer> cidr(Cursor.Text text, Problems problems) {
        return CidrReader.prefix(text.path(), text.value(), problems)
                .map(prefix -> List.<Peer>of(new Peer.Prefix(prefix, List.of())))
                .orElse(List.of());
    }

    private static List<Peer> entity(Cursor.Text text, Cursor rule) {
        if (!rule.isOneOf(text.path(), text.value(), Entity.labels())) {
            return List.of();
        }
        return List.of(new Peer.Kind(Entity.of(text.value()).orElseThrow()));
    }

    private static List<Peer> service(Cursor cursor) {
        if (cursor.has("k8sService") == cursor.has("k8sServiceSelector")) {
            cursor.problems()
                    .add(cursor.path(), "needs exactly one of k8sService, k8sServiceSelector");
        }
        cursor.object("k8sService", Part.SERVICE_NAME)
                .ifPresent(
                        service -> {
                            service.requiredText("serviceName");
                            service.text("namespace");
                            service.end();
                        });
        cursor.object("k8sServiceSelector", Part.SERVICE_SELECTOR)
                .ifPresent(
                        service -> {
                            service.object("selector", Part.SELECTOR)
                                    .ifPresent(PeerReader::selector);
                            service.text("namespace");
                            service.end();
                        });
        cursor.end();
        return List.of();
    }

    private static List<Peer> name(Cursor cursor) {
        L7Reader.name(cursor);
        return List.of();
    }
}
