package org.vibrissa.policy.internal.rule;

import java.util.List;
import org.vibrissa.net.IpPrefix;

/** Who may be at the other end. */
public sealed interface Peer {
    /** Whoever. */
    record Anybody() implements Peer {
        @Override
        public String toString() {
            return "anybody";
        }
    }

    /** Endpoints by label, of the whole fleet. */
    record Endpoints(Selector selector) implements Peer {
        @Override
        public String toString() {
            return "endpoints " + selector;
        }
    }

    /** Hosts of the fleet by label, this one too. */
    record Nodes(Selector selector) implements Peer {
        @Override
        public String toString() {
            return "nodes " + selector;
        }
    }

    record Kind(Entity entity) implements Peer {
        @Override
        public String toString() {
            return "entity " + entity.label();
        }
    }

    /**
     * Addresses outside the fleet. Endpoints and hosts of the fleet are never meant, whatever their
     * address (as in Cilium).
     *
     * @param except parts of the prefix that are not meant
     */
    record Prefix(IpPrefix prefix, List<IpPrefix> except) implements Peer {
        public Prefix {
            except = List.copyOf(except);
        }

        @Override
        public String toString() {
            return "cidr " + prefix + (except.isEmpty() ? "" : " except " + except);
        }
    }
}
