package org.vibrissa.policy.internal.engine;

import org.vibrissa.identity.Identity;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.rule.Entity;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Selector;

/** Whether a peer of a rule means an identity. */
public final class PeerMatch {
    private PeerMatch() {}

    /** Whoever it is, also an identity nobody knows. */
    public static boolean isAnybody(Peer peer) {
        return peer instanceof Peer.Anybody
                || (peer instanceof Peer.Kind kind && kind.entity() == Entity.ALL);
    }

    public static boolean means(Peer peer, Identity identity) {
        if (isAnybody(peer)) {
            return true;
        }
        if (peer instanceof Peer.Endpoints endpoints) {
            return endpoints.selector().matches(identity.labels())
                    && (!isWorld(identity) || asksForReserved(endpoints.selector()));
        }
        if (peer instanceof Peer.Nodes nodes) {
            return isNode(identity) && nodes.selector().matches(identity.labels());
        }
        if (peer instanceof Peer.Prefix prefix) {
            return identity.prefix().map(own -> contains(prefix, own)).orElse(false);
        }
        return ((Peer.Kind) peer).entity() != Entity.NONE
                && ofKind(((Peer.Kind) peer).entity(), identity);
    }

    /** Endpoints are of the fleet; what is outside is meant only by who asks for its label. */
    private static boolean asksForReserved(Selector selector) {
        return selector.requirements().stream()
                .anyMatch(requirement -> requirement.key().source() == LabelSource.RESERVED);
    }

    private static boolean contains(Peer.Prefix peer, IpPrefix own) {
        return peer.prefix().contains(own)
                && peer.except().stream().noneMatch(except -> except.contains(own));
    }

    private static boolean isNode(Identity identity) {
        return is(identity, ReservedIdentity.HOST) || is(identity, ReservedIdentity.REMOTE_NODE);
    }

    private static boolean isWorld(Identity identity) {
        return identity.prefix().isPresent()
                || is(identity, ReservedIdentity.WORLD)
                || is(identity, ReservedIdentity.WORLD_IPV4)
                || is(identity, ReservedIdentity.WORLD_IPV6);
    }

    /**
     * By label: what has {@code reserved:…} among others, such as a host with labels, is it too.
     */
    private static boolean is(Identity identity, ReservedIdentity reserved) {
        return identity.labels().isReserved(reserved.text());
    }

    private static boolean ofKind(Entity entity, Identity identity) {
        return switch (entity) {
            case ALL -> true;
            case NONE -> false;
            case WORLD -> isWorld(identity);
            case WORLD_IPV4 ->
                    is(identity, ReservedIdentity.WORLD_IPV4)
                            || identity.prefix().map(p -> !p.isIpv6()).orElse(false);
            case WORLD_IPV6 ->
                    is(identity, ReservedIdentity.WORLD_IPV6)
                            || identity.prefix().map(IpPrefix::isIpv6).orElse(false);
            case CLUSTER -> !isWorld(identity);
            case HOST -> is(identity, ReservedIdentity.HOST);
            case INIT -> is(identity, ReservedIdentity.INIT);
            case INGRESS -> is(identity, ReservedIdentity.INGRESS);
            case UNMANAGED -> is(identity, ReservedIdentity.UNMANAGED);
            case REMOTE_NODE -> is(identity, ReservedIdentity.REMOTE_NODE);
            case HEALTH -> is(identity, ReservedIdentity.HEALTH);
            case KUBE_APISERVER -> is(identity, ReservedIdentity.KUBE_APISERVER);
        };
    }
}
