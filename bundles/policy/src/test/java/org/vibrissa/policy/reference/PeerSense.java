package org.vibrissa.policy.reference;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.rule.Entity;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Requirement;
import org.vibrissa.policy.internal.rule.Selector;

/** Whom the peers of a rule mean. */
final class PeerSense {
    private PeerSense() {}

    static boolean anyMeans(List<Peer> peers, Question question) {
        for (Peer peer : peers) {
            if (means(peer, question)) {
                return true;
            }
        }
        return false;
    }

    static boolean isThisHost(Labels labels) {
        return reserved(labels, "host");
    }

    private static boolean means(Peer peer, Question question) {
        Labels labels = question.peer();
        if (peer instanceof Peer.Anybody) {
            return true;
        }
        if (peer instanceof Peer.Endpoints endpoints) {
            return LabelMatch.selects(endpoints.selector(), labels)
                    && (!outside(labels) || namesReserved(endpoints.selector()));
        }
        if (peer instanceof Peer.Nodes nodes) {
            boolean host = reserved(labels, "host") || reserved(labels, "remote-node");
            return host && LabelMatch.selects(nodes.selector(), labels);
        }
        if (peer instanceof Peer.Prefix prefix) {
            return outside(labels)
                    && question.address().isPresent()
                    && inside(prefix.prefix(), question.address().get())
                    && prefix.except().stream()
                            .noneMatch(except -> inside(except, question.address().get()));
        }
        return isOfKind(((Peer.Kind) peer).entity(), question);
    }

    private static boolean isOfKind(Entity entity, Question question) {
        Labels labels = question.peer();
        if (entity == Entity.ALL) {
            return true;
        }
        if (entity == Entity.NONE) {
            return false;
        }
        if (entity == Entity.CLUSTER) {
            return !outside(labels);
        }
        if (entity == Entity.WORLD) {
            return outside(labels);
        }
        if (entity == Entity.WORLD_IPV4 || entity == Entity.WORLD_IPV6) {
            int length = entity == Entity.WORLD_IPV4 ? 4 : 16;
            return outside(labels)
                    && question.address()
                            .map(address -> address.getAddress().length == length)
                            .orElse(reserved(labels, entity.label()));
        }
        return reserved(labels, entity.label());
    }

    /** Endpoints are of the fleet; the outside is meant only by who asks for it by its label. */
    private static boolean namesReserved(Selector selector) {
        for (Requirement requirement : selector.requirements()) {
            if (requirement.key().source() == LabelSource.RESERVED) {
                return true;
            }
        }
        return false;
    }

    private static boolean outside(Labels labels) {
        return isOfPrefix(labels)
                || reserved(labels, "world")
                || reserved(labels, "world-ipv4")
                || reserved(labels, "world-ipv6");
    }

    private static boolean isOfPrefix(Labels labels) {
        for (Label label : labels) {
            if (label.source() == LabelSource.CIDR) {
                return true;
            }
        }
        return false;
    }

    private static boolean reserved(Labels labels, String name) {
        for (Label label : labels) {
            if (label.source() == LabelSource.RESERVED && label.key().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Arithmetic of its own: the leading bits as numbers. */
    private static boolean inside(IpPrefix prefix, InetAddress address) {
        byte[] network = prefix.address().getAddress();
        byte[] bytes = address.getAddress();
        if (network.length != bytes.length) {
            return false;
        }
        int free = bytes.length * 8 - prefix.length();
        return new BigInteger(1, network)
                .shiftRight(free)
                .equals(new BigInteger(1, bytes).shiftRight(free));
    }
}
